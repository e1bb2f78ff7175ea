package io.narthex.tsdb.cardinality;

import java.util.List;

/// What the index holds most of; each list is descending by count, then ascending by name.
///
/// @param series series in the index
/// @param labelPairs different pairs of a label name and value
/// @param seriesByMetric series of each metric name
/// @param valuesByLabel different values of each label name
/// @param bytesByLabel UTF-8 bytes of each label name's values, once per series, as Prometheus
///     counts them; here a value is held once
/// @param seriesByPair series of each `name=value`
///
/// Thread safety: immutable.
public record IndexStats(
        long series,
        long labelPairs,
        List<Count> seriesByMetric,
        List<Count> valuesByLabel,
        List<Count> bytesByLabel,
        List<Count> seriesByPair) {
    /// How much of one thing there is.
    public record Count(String name, long count) {}
}
