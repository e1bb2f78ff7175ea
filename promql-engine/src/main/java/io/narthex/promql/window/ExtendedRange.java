package io.narthex.promql.window;

/// An `anchored` or `smoothed` range: its windows are wider than the range itself, so that they
/// hold the samples around its borders.
///
/// A window begins one lookback before the range. That of a smoothed range also ends one lookback
/// after it, and may so see the future. A smoothed instant is a smoothed range of length 0.
///
/// @param range length of the range itself in milliseconds; 0 for an instant
/// @param lookback milliseconds
/// @param smoothed whether borders are interpolated; else the range is anchored
public record ExtendedRange(long range, long lookback, boolean smoothed) {
    /// How far windows go on after the range's end, in milliseconds.
    public long ahead() {
        return smoothed ? lookback : 0;
    }

    /// The length of the windows in milliseconds.
    public long windowLength() {
        return lookback + range + ahead();
    }

    /// When the range of window `k` ends, in epoch milliseconds.
    long end(WindowGrid windows, int k) {
        return windows.end(k) - ahead();
    }

    /// Whether the value at one time is asked for, and not a change.
    boolean isInstant() {
        return range == 0;
    }
}
