package io.narthex.promql.window;

import io.narthex.model.StaleNaN;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Which samples of a series lie in which window of a tile, and everything else that depends on
/// timestamps and stale markers but not on values.
///
/// All series with equal times share one plan; that is where most of the speed of range functions
/// comes from. Stale markers lie in no window: a plan that met some names the samples to keep, and
/// its indexes count kept samples only.
///
/// Windows without samples have first and last index 0, so that kernels without branches stay
/// within bounds; the bitmaps tell.
///
/// Thread safety: for one worker; derived parts are made on first use.
public final class WindowPlan {
    private final WindowGrid grid;
    private final long[] times;
    private final int @Nullable [] kept;
    private final int[] first;
    private final int[] last;
    private final long[] atLeastOne;
    private final long[] atLeastTwo;
    private long samplesInWindows;
    private long newAfterFirst;
    private int largestWindow;
    private @Nullable Extrapolation extrapolation;
    private @Nullable ExtendedPlan extended;

    private WindowPlan(WindowGrid grid, long[] times, int @Nullable [] kept) {
        this.grid = grid;
        this.times = times;
        this.kept = kept;
        this.first = new int[grid.count()];
        this.last = new int[grid.count()];
        this.atLeastOne = new long[(grid.count() + 63) >>> 6];
        this.atLeastTwo = new long[(grid.count() + 63) >>> 6];
        place();
    }

    /// Plans the windows of a grid over `n` samples.
    ///
    /// @param times ascending; copied
    /// @param values only looked at for stale markers
    public static WindowPlan of(WindowGrid grid, long[] times, double[] values, int n) {
        int[] kept = null;
        int live = 0;
        for (int i = 0; i < n; i++) {
            if (!StaleNaN.isStale(values[i])) {
                if (kept != null) {
                    kept[live] = i;
                }
                live++;
            } else if (kept == null) {
                kept = new int[n];
                for (int j = 0; j < i; j++) {
                    kept[j] = j;
                }
            }
        }
        if (kept == null) {
            return new WindowPlan(grid, Arrays.copyOf(times, n), null);
        }
        long[] keptTimes = new long[live];
        for (int j = 0; j < live; j++) {
            keptTimes[j] = times[kept[j]];
        }
        return new WindowPlan(grid, keptTimes, Arrays.copyOf(kept, live));
    }

    private void place() {
        int lo = 0;
        int hi = 0;
        for (int k = 0; k < first.length; k++) {
            long end = grid.end(k);
            long open = end - grid.range();
            int before = hi;
            while (hi < times.length && times[hi] <= end) {
                hi++;
            }
            while (lo < hi && times[lo] <= open) {
                lo++;
            }
            if (lo < hi) {
                first[k] = lo;
                last[k] = hi - 1;
                atLeastOne[k >>> 6] |= 1L << k;
                samplesInWindows += hi - lo;
                newAfterFirst += k == 0 ? 0 : hi - Math.max(lo, before);
                largestWindow = Math.max(largestWindow, hi - lo);
                if (lo < hi - 1) {
                    atLeastTwo[k >>> 6] |= 1L << k;
                }
            }
        }
    }

    /// Removes stale markers from a series' values, so that the plan's indexes fit them.
    ///
    /// @param values as many samples as the plan was made from, changed in place
    public void dropStale(double[] values) {
        if (kept != null) {
            for (int j = 0; j < kept.length; j++) {
                values[j] = values[kept[j]];
            }
        }
    }

    /// Whether the series has stale markers among its samples.
    public boolean hasStale() {
        return kept != null;
    }

    /// The windows.
    public WindowGrid grid() {
        return grid;
    }

    /// The number of samples that are no stale markers.
    public int samples() {
        return times.length;
    }

    /// The times of those samples; not to be changed.
    public long[] times() {
        return times;
    }

    /// The index of each window's first sample.
    public int[] first() {
        return first;
    }

    /// The index of each window's last sample.
    public int[] last() {
        return last;
    }

    /// Bitmap of the windows with a sample.
    public long[] atLeastOne() {
        return atLeastOne;
    }

    /// Bitmap of the windows with two samples or more.
    public long[] atLeastTwo() {
        return atLeastTwo;
    }

    /// Whether a window has a sample.
    public boolean isPresent(int k) {
        return (atLeastOne[k >>> 6] >>> k & 1) != 0;
    }

    /// The number of samples in a window.
    public int size(int k) {
        return isPresent(k) ? last[k] - first[k] + 1 : 0;
    }

    /// The number of samples in all windows together.
    public long samplesInWindows() {
        return samplesInWindows;
    }

    /// The number of samples in the windows, each once for neighbouring windows that hold it.
    ///
    /// @param fromStart whether no window is before the first
    public long newSamples(boolean fromStart) {
        int ofFirst = isPresent(0) ? last[0] + 1 - firstNew(0, fromStart) : 0;
        return ofFirst + newAfterFirst;
    }

    /// The index of a window's first sample that is not in the window one step before; one past its
    /// last where there is none.
    ///
    /// @param k of a window with samples
    /// @param fromStart whether no window is before the first
    public int firstNew(int k, boolean fromStart) {
        if (k == 0 && fromStart) {
            return first[0];
        }
        long before = grid.end(k) - grid.step();
        int i = last[k] + 1;
        while (i > first[k] && times[i - 1] > before) {
            i--;
        }
        return i;
    }

    /// The number of samples in the largest window.
    public int largestWindow() {
        return largestWindow;
    }

    /// Bytes that the plan takes, derived parts included, roughly.
    public long bytes() {
        return 8L * times.length + 64L * first.length + 256;
    }

    /// The part that `rate` and its kin need.
    public Extrapolation extrapolation() {
        Extrapolation made = extrapolation;
        if (made == null) {
            made = new Extrapolation(this);
            extrapolation = made;
        }
        return made;
    }

    /// The part that `anchored` and `smoothed` ranges need.
    ///
    /// @param range the one that the grid's windows were widened for
    ExtendedPlan extended(ExtendedRange range) {
        ExtendedPlan made = extended;
        if (made == null) {
            made = new ExtendedPlan(this, range);
            extended = made;
        }
        return made;
    }
}
