package io.narthex.promql.window;

import io.narthex.model.StaleNaN;

/// Which sample an instant selector sees at each step: the newest one in the lookback window, none
/// if that one is a stale marker. Depends on times and stale markers only, like a [WindowPlan].
///
/// Thread safety: immutable.
public final class LookbackPlan {
    private final int[] index;
    private final long[] present;
    private final long[] times;

    private LookbackPlan(int[] index, long[] present, long[] times) {
        this.index = index;
        this.present = present;
        this.times = times;
    }

    /// Plans the steps of a grid, whose range is the lookback, over `n` samples.
    ///
    /// @param times ascending
    /// @param values only looked at for stale markers
    public static LookbackPlan of(WindowGrid grid, long[] times, double[] values, int n) {
        int[] index = new int[grid.count()];
        long[] present = new long[(grid.count() + 63) >>> 6];
        long[] seen = new long[grid.count()];
        int next = 0;
        for (int k = 0; k < grid.count(); k++) {
            long end = grid.end(k);
            while (next < n && times[next] <= end) {
                next++;
            }
            int at = next - 1;
            if (at >= 0 && times[at] > end - grid.range() && !StaleNaN.isStale(values[at])) {
                index[k] = at;
                seen[k] = times[at];
                present[k >>> 6] |= 1L << k;
            }
        }
        return new LookbackPlan(index, present, seen);
    }

    /// Bytes that the plan takes, roughly.
    public long bytes() {
        return 16L * index.length + 128;
    }

    /// Writes the steps' values.
    ///
    /// @param out gets anything where a step has none
    public void values(double[] values, double[] out, long[] presentOut) {
        System.arraycopy(present, 0, presentOut, 0, present.length);
        for (int k = 0; k < index.length; k++) {
            out[k] = values[index[k]];
        }
    }

    /// Writes the times of the steps' samples, in seconds.
    public void times(double[] out, long[] presentOut) {
        System.arraycopy(present, 0, presentOut, 0, present.length);
        for (int k = 0; k < index.length; k++) {
            out[k] = times[k] / 1000.0;
        }
    }
}
