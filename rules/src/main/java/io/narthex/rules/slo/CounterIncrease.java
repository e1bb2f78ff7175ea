package io.narthex.rules.slo;

import io.narthex.model.SeriesData;

import java.util.Arrays;

/// How much counters grew in each slot of a grid, exactly: sums of the differences between
/// neighbouring samples, without the extrapolation to a window's ends that `increase` makes.
///
/// A sample below the one before tells that the counter began anew, so all of it is growth. The
/// first sample of a series is growth if the target had been scraped before without it: then its
/// events happened since. Growth belongs to the slot of the sample that shows it.
///
/// Thread safety: for one thread.
final class CounterIncrease {
    private static final int AT_ONCE = 1024;

    private final SlotGrid grid;
    private final long[] times = new long[AT_ONCE];
    private final double[] values = new double[AT_ONCE];
    private final double[] sums;
    private final long[] firsts;

    CounterIncrease(SlotGrid grid) {
        this.grid = grid;
        this.sums = new double[grid.count()];
        this.firsts = new long[grid.count()];
        Arrays.fill(firsts, Events.NEVER);
    }

    /// Adds a series.
    ///
    /// @param knownSince when its target was first scraped; [Events#NEVER] if that is not known
    void add(SeriesData series, long knownSince) {
        int i = series.lowerBound(grid.from() + 1);
        int end = series.lowerBound(grid.to() + 1);
        double before = valueBefore(series, i);
        while (i < end) {
            int n = Math.min(AT_ONCE, end - i);
            series.times(i, n, times, 0);
            series.values(i, n, values, 0);
            before = add(n, before, knownSince);
            i += n;
        }
    }

    /// @return the last value; NaN where there was none yet
    private double add(int n, double valueBefore, long knownSince) {
        double before = valueBefore;
        for (int k = 0; k < n; k++) {
            double value = values[k];
            // Stale markers and other NaN say nothing about a counter.
            if (Double.isNaN(value)) {
                continue;
            }
            int slot = grid.slot(times[k]);
            firsts[slot] = Math.min(firsts[slot], times[k]);
            if (Double.isNaN(before)) {
                sums[slot] += knownSince < times[k] ? value : 0;
            } else {
                sums[slot] += value < before ? value : value - before;
            }
            before = value;
        }
        return before;
    }

    private static double valueBefore(SeriesData series, int i) {
        for (int k = i - 1; k >= 0; k--) {
            double value = series.valueAt(k);
            if (!Double.isNaN(value)) {
                return value;
            }
        }
        return Double.NaN;
    }

    /// The growth in a slot.
    double sum(int slot) {
        return sums[slot];
    }

    /// The time of the first sample in a slot; [Events#NEVER] where there is none.
    long first(int slot) {
        return firsts[slot];
    }
}
