package io.narthex.promql.window;

/// Which samples decide what an [ExtendedRange] has at its borders, for all windows of a
/// [WindowPlan].
///
/// The first is the newest sample at or before the range's start, or else the oldest of the window.
/// The last is, if anchored, the newest at or before the end; if smoothed, the oldest at or after
/// the end, or else the newest of the window.
///
/// Thread safety: immutable.
final class ExtendedPlan {
    private final int[] first;
    private final int[] last;
    private final long[] present;

    /// @param windows over a grid as wide as the range wants it
    ExtendedPlan(WindowPlan windows, ExtendedRange range) {
        WindowGrid grid = windows.grid();
        first = new int[grid.count()];
        last = new int[grid.count()];
        present = new long[windows.atLeastOne().length];
        long[] times = windows.times();
        int afterStart = 0;
        int sinceEnd = 0;
        for (int k = 0; k < grid.count(); k++) {
            if (!windows.isPresent(k)) {
                continue;
            }
            long end = range.end(grid, k);
            long start = end - range.range();
            while (afterStart < times.length && times[afterStart] <= start) {
                afterStart++;
            }
            while (sinceEnd < times.length && times[sinceEnd] < end) {
                sinceEnd++;
            }
            int newest = windows.last()[k];
            first[k] = Math.max(windows.first()[k], afterStart - 1);
            last[k] = range.smoothed() ? Math.min(sinceEnd, newest) : newest;
            boolean begun = times[first[k]] <= end;
            boolean goesOn = range.isInstant() || times[last[k]] > start;
            if (begun && goesOn) {
                present[k >>> 6] |= 1L << k;
            }
        }
    }

    /// The index of the first sample, by window; 0 where the window has no sample.
    int[] first() {
        return first;
    }

    /// The index of the last sample, by window; 0 where the window has no sample.
    int[] last() {
        return last;
    }

    /// Bitmap of the windows where there is something to measure: neither are all samples after the
    /// range, nor all at or before its start.
    long[] present() {
        return present;
    }

    /// Whether there is something to measure.
    boolean isPresent(int k) {
        return (present[k >>> 6] >>> k & 1) != 0;
    }
}
