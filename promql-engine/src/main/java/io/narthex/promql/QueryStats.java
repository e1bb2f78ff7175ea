package io.narthex.promql;

import org.jspecify.annotations.Nullable;

/// What a query cost.
///
/// Samples are counted as Prometheus counts them: a native histogram for as many floats as would
/// take its memory there, and what a function sees of a subquery instead of what that was computed
/// from.
///
/// @param totalQueryableSamples samples looked at, once for each step whose window holds them
/// @param samplesRead samples looked at, once for all neighbouring steps whose windows hold them
/// @param perStep both by step; null where the request or the engine's features do not ask for it
/// @param peakSamples most samples held at once, as Prometheus counts them
/// @param peakBytes most bytes held at once: tiles, tables of labels, results, buffers
/// @param prepareNanos parsing, planning and selecting series
/// @param evalNanos evaluation
/// @param queueNanos waiting for a free place among the concurrent queries
public record QueryStats(
        long totalQueryableSamples,
        long samplesRead,
        @Nullable PerStep perStep,
        long peakSamples,
        long peakBytes,
        long prepareNanos,
        long evalNanos,
        long queueNanos) {
    /// Counts by step.
    ///
    /// @param start time of the first step, epoch milliseconds
    /// @param step milliseconds between steps; 0 where there is only one
    /// @param queryable as `totalQueryableSamples`; one for each step
    /// @param read as `samplesRead`; as many
    public record PerStep(long start, long step, long[] queryable, long[] read) {}
}
