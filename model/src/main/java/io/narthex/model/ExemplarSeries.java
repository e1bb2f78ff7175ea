package io.narthex.model;

import java.util.List;

/// The exemplars of one series.
///
/// @param labels the series'
/// @param exemplars at least one, ascending by timestamp
///
/// Thread safety: immutable.
public record ExemplarSeries(Labels labels, List<Exemplar> exemplars) {}
