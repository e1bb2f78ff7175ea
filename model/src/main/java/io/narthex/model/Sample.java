package io.narthex.model;

/// One float sample: a value at a time in epoch milliseconds.
public record Sample(long timestamp, double value) {}
