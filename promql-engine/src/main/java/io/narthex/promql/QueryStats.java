package io.narthex.promql;

/// What a query cost.
///
/// @param totalQueryableSamples samples touched, summed over steps, as Prometheus counts them
/// @param peakSamples most samples held at once, as Prometheus counts them
/// @param peakBytes most bytes held at once: tiles, tables of labels, results, buffers
/// @param prepareNanos parsing, planning and selecting series
/// @param evalNanos evaluation
/// @param queueNanos waiting for a free place among the concurrent queries
public record QueryStats(
        long totalQueryableSamples,
        long peakSamples,
        long peakBytes,
        long prepareNanos,
        long evalNanos,
        long queueNanos) {}
