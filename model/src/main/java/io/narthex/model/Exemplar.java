package io.narthex.model;

/// An example that stands for a sample, usually with a trace id among its labels.
///
/// @param timestamp epoch milliseconds
public record Exemplar(Labels labels, double value, long timestamp) {}
