package io.narthex.remote;

import io.narthex.model.AppendStatus;

/// Why samples are refused, in words for their senders, which are Prometheus' where it has some.
///
/// Thread safety: stateless.
public final class RejectionText {
    private RejectionText() {}

    /// A reason in words; empty for a sample that was taken.
    ///
    /// @throws IllegalStateException for a reference that is not known, which is no reason
    public static String of(AppendStatus status) {
        return switch (status) {
            case OK -> "";
            case OUT_OF_ORDER -> "out of order sample";
            case DUPLICATE -> "duplicate sample for timestamp";
            case OUT_OF_BOUNDS -> "out of bounds";
            case TOO_OLD -> "too old sample";
            case SERIES_LIMIT -> "new series refused, the limit on series is reached";
            case INVALID_HISTOGRAM -> "invalid native histogram";
            case UNSUPPORTED_HISTOGRAM -> "native histograms are not supported by this store";
            case INVALID_LABELS -> "invalid labels";
            case UNKNOWN_REF -> throw new IllegalStateException("BUG: " + status + " is no reason");
        };
    }
}
