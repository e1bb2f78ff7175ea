package io.narthex.model;

/// A store's handle on a series: a positive `long` that is never given to another series, not even
/// after the first one is gone. Zero and below mean that there is no series, and why.
///
/// Plain `long`s are passed around for speed; this class holds their arithmetic.
///
/// Thread safety: stateless.
public final class SeriesRef {
    /// No reference known yet.
    public static final long NONE = 0;

    private SeriesRef() {}

    /// The answer in place of a reference when a series was refused.
    ///
    /// @throws IllegalArgumentException for [AppendStatus#OK], which refuses nothing
    public static long refusal(AppendStatus reason) {
        if (reason == AppendStatus.OK) {
            throw new IllegalArgumentException("OK is no refusal");
        }
        return -reason.ordinal();
    }

    /// Whether this is a refusal instead of a reference.
    public static boolean isRefusal(long ref) {
        return ref < 0;
    }

    /// Why the series was refused.
    ///
    /// @throws IllegalArgumentException if the reference is not a refusal
    public static AppendStatus reason(long ref) {
        if (ref >= 0 || -ref >= AppendStatus.values().length) {
            throw new IllegalArgumentException("not a refusal: " + ref);
        }
        return AppendStatus.values()[(int) -ref];
    }
}
