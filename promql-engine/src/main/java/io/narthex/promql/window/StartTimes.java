package io.narthex.promql.window;

/// What the start timestamps of a series' samples tell about its counter. A start of 0 is unknown.
///
/// Thread safety: immutable as long as nobody writes to the arrays.
///
/// @param times of the samples
/// @param starts when what each sample counts began to be counted
record StartTimes(long[] times, long[] starts) {
    /// Whether the counter began anew between a sample and the one before.
    boolean isReset(int i) {
        long start = starts[i];
        long before = times[i - 1];
        if (start == 0 || start >= times[i] || start < before) {
            return false;
        }
        // A start right at the sample before means one delta after the other, unless that sample's
        // own start is unknown, which OpenTelemetry also writes as a start at the sample itself.
        return start > before || (starts[i - 1] != 0 && starts[i - 1] < before);
    }

    /// Whether a sample began to count before the sample before it, but not with it.
    boolean overlaps(int i) {
        return starts[i] != 0 && starts[i] < times[i - 1] && starts[i] != starts[i - 1];
    }

    /// Whether a sample counts from zero since a known time after another one.
    ///
    /// @param open exclusive
    boolean beginsAfter(long open, int i) {
        return starts[i] != 0 && starts[i] > open && starts[i] < times[i];
    }
}
