package io.narthex.model;

import io.narthex.model.histogram.Histogram;

/// What became of one sample. Rejections are values, never exceptions: one bad sample must not cost
/// the others.
public enum AppendStatus {
    /// Stored, or (from [Appender#append]) taken into the batch.
    OK,
    /// The reference names no series any more; resolve the labels again.
    UNKNOWN_REF,
    /// Older than the newest sample of its series and outside the out-of-order window.
    OUT_OF_ORDER,
    /// The series already has another value at this timestamp.
    DUPLICATE,
    /// Too far in the future, or before the oldest time that the store still takes.
    OUT_OF_BOUNDS,
    /// Older than the out-of-order window.
    TOO_OLD,
    /// The label set has no metric name, or a name or value that is not valid.
    INVALID_LABELS,
    /// A new series was refused because a limit is reached; known series go on.
    SERIES_LIMIT,
    /// A native histogram that contradicts itself, or whose schema can't be stored;
    /// [Histogram#problem] says what it is.
    INVALID_HISTOGRAM,
    /// The store takes no native histograms.
    UNSUPPORTED_HISTOGRAM
}
