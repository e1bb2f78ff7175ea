package io.narthex.tsdb.head;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Out-of-order samples column by column, with room for more.
///
/// Whoever has read the first `n` may keep the columns: what is added later is behind them, or in
/// other columns.
///
/// Thread safety: one writer at a time.
///
/// @param times epoch milliseconds
/// @param values values; of a histogram its sum
/// @param starts start timestamps, 0 where not known; null while none is
/// @param histograms native histograms in their places; null while there is none
record OutOfOrderColumns(
        long[] times,
        double[] values,
        long @Nullable [] starts,
        @Nullable FloatHistogram @Nullable [] histograms) {
    static OutOfOrderColumns of(int capacity) {
        return new OutOfOrderColumns(new long[capacity], new double[capacity], null, null);
    }

    /// Sets a sample; where there is no room, in larger columns.
    ///
    /// @param start epoch milliseconds; 0 where not known
    /// @param h the native histogram, null for a float
    /// @return the columns that have it
    OutOfOrderColumns with(int i, long t, double v, long start, @Nullable FloatHistogram h) {
        OutOfOrderColumns to = withRoom(i, start != 0, h != null);
        to.times[i] = t;
        to.values[i] = v;
        if (to.starts != null) {
            to.starts[i] = start;
        }
        if (to.histograms != null) {
            to.histograms[i] = h;
        }
        return to;
    }

    /// The same with a sample of other columns.
    OutOfOrderColumns with(int i, OutOfOrderColumns from, int at) {
        return with(i, from.times[at], from.values[at], from.startAt(at), from.histogramAt(at));
    }

    private OutOfOrderColumns withRoom(int i, boolean withStarts, boolean withHistograms) {
        if (i < times.length
                && (starts != null || !withStarts)
                && (histograms != null || !withHistograms)) {
            return this;
        }
        int length = i < times.length ? times.length : 2 * times.length;
        long[] roomForStarts = withStarts ? new long[length] : null;
        @Nullable FloatHistogram[] roomForHistograms =
                withHistograms ? new @Nullable FloatHistogram[length] : null;
        return new OutOfOrderColumns(
                Arrays.copyOf(times, length),
                Arrays.copyOf(values, length),
                starts == null ? roomForStarts : Arrays.copyOf(starts, length),
                histograms == null ? roomForHistograms : Arrays.copyOf(histograms, length));
    }

    long startAt(int i) {
        return starts == null ? 0 : starts[i];
    }

    @Nullable FloatHistogram histogramAt(int i) {
        return histograms == null ? null : histograms[i];
    }

    /// Memory of the columns and of the first `n` histograms, by estimate.
    long memory(int n) {
        long bytes = (starts == null ? 16L : 24L) * times.length;
        if (histograms != null) {
            bytes += 4L * times.length;
            for (int i = 0; i < n; i++) {
                FloatHistogram h = histograms[i];
                bytes += h == null ? 0 : memory(h);
            }
        }
        return bytes;
    }

    private static long memory(FloatHistogram h) {
        return 200 + 12L * (h.positive().size() + h.negative().size()) + 8L * h.bounds().length;
    }
}
