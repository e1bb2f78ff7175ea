package io.narthex.model;

import java.util.List;

/// A native histogram sample with float counts, as data.
///
/// Spans and buckets follow Prometheus' layout: a span is a gap (`offset`, relative to the end of
/// the previous span, absolute for the first) and a number of consecutive buckets; bucket counts
/// are absolute, not deltas. With `schema == -53` the bounds are `customValues` and there are no
/// negative buckets.
///
/// Thread safety: immutable as long as nobody writes to the arrays, which nobody may.
public record FloatHistogram(
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        List<Span> positiveSpans,
        double[] positiveBuckets,
        List<Span> negativeSpans,
        double[] negativeBuckets,
        double[] customValues,
        ResetHint resetHint) {

    /// A run of consecutive buckets.
    public record Span(int offset, int length) {}

    /// What the writer knows about a counter reset before this sample.
    public enum ResetHint {
        UNKNOWN,
        COUNTER_RESET,
        NOT_COUNTER_RESET,
        GAUGE
    }
}
