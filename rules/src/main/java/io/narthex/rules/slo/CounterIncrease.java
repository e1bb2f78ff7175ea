package io.narthex.rules.slo;

import io.narthex.model.SeriesData;
import io.narthex.rules.slo.Targets.Target;

import java.util.Arrays;

/// How much counters grew in each slot of a grid, exactly: sums of the differences between
/// neighbouring samples, without the extrapolation to a window's ends that `increase` makes.
///
/// A sample below the one before tells that the counter began anew, as does a process that began in
/// between: then all of it is growth. The first sample of a series is growth if the target had been
/// scraped before without it: then its events happened since. Growth belongs to the slot of the
/// sample that shows it.
///
/// Thread safety: for one thread.
final class CounterIncrease {
    private static final int AT_ONCE = 1024;

    private final SlotGrid grid;
    private final long[] times = new long[AT_ONCE];
    private final double[] values = new double[AT_ONCE];
    private final double[] sums;
    private final long[] firsts;

    /// The sample before, of the series being read; NaN where there is none.
    private double before;

    private long beforeAt;

    CounterIncrease(SlotGrid grid) {
        this.grid = grid;
        this.sums = new double[grid.count()];
        this.firsts = new long[grid.count()];
        Arrays.fill(firsts, Events.NEVER);
    }

    /// Adds a series.
    ///
    /// @param target that it comes from
    void add(SeriesData series, Target target) {
        int i = series.lowerBound(grid.from() + 1);
        int end = series.lowerBound(grid.to() + 1);
        startBefore(series, i);
        while (i < end) {
            int n = Math.min(AT_ONCE, end - i);
            series.times(i, n, times, 0);
            series.values(i, n, values, 0);
            add(n, target);
            i += n;
        }
    }

    private void startBefore(SeriesData series, int i) {
        before = Double.NaN;
        for (int k = i - 1; k >= 0 && Double.isNaN(before); k--) {
            before = series.valueAt(k);
            beforeAt = series.timeAt(k);
        }
    }

    private void add(int n, Target target) {
        for (int k = 0; k < n; k++) {
            double value = values[k];
            // Stale markers and other NaN say nothing about a counter.
            if (!Double.isNaN(value)) {
                int slot = grid.slot(times[k]);
                firsts[slot] = Math.min(firsts[slot], times[k]);
                sums[slot] += growth(value, times[k], target);
                before = value;
                beforeAt = times[k];
            }
        }
    }

    private double growth(double value, long time, Target target) {
        if (Double.isNaN(before)) {
            return target.scrapedSince() < time ? value : 0;
        }
        return value < before || target.restarted(beforeAt, time) ? value : value - before;
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
