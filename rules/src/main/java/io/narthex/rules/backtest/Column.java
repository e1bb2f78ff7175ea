package io.narthex.rules.backtest;

import io.narthex.model.AppendStatus;
import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The samples of one recorded series.
///
/// Thread safety: written by one thread; what was read of it before does not change.
final class Column {
    /// What a series takes beside its samples: labels, places in two maps, arrays. Roughly.
    static final int BYTES = 600;

    private static final int SAMPLE_BYTES = 16;
    private static final int HISTOGRAM_BYTES = 500;
    private static final int FIRST_CAPACITY = 16;

    final long ref;
    private long[] times = new long[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int count;

    Column(long ref) {
        this.ref = ref;
    }

    /// What becomes of a sample; null where it is to be added.
    @Nullable AppendStatus judge(long time, double value, @Nullable FloatHistogram histogram) {
        if (count == 0 || time > times[count - 1]) {
            return null;
        }
        if (time < times[count - 1]) {
            return AppendStatus.OUT_OF_ORDER;
        }
        FloatHistogram last = histograms == null ? null : histograms[count - 1];
        boolean same =
                histogram == null
                        ? last == null
                                && Double.doubleToRawLongBits(value)
                                        == Double.doubleToRawLongBits(values[count - 1])
                        : histogram.equals(last);
        return same ? AppendStatus.OK : AppendStatus.DUPLICATE;
    }

    /// Adds a sample behind the others.
    ///
    /// @return how many bytes more it takes
    long add(long time, double value, @Nullable FloatHistogram histogram) {
        long more = 0;
        if (count == times.length) {
            more += (long) count * SAMPLE_BYTES;
            times = Arrays.copyOf(times, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
            histograms = histograms == null ? null : Arrays.copyOf(histograms, 2 * count);
        }
        if (histogram != null) {
            more += HISTOGRAM_BYTES;
            if (histograms == null) {
                histograms = new FloatHistogram[times.length];
            }
            // Nobody compared it with the one before, so that is left to whoever reads it.
            histograms[count] =
                    histogram.resetHint() == ResetHint.GAUGE
                            ? histogram
                            : histogram.withHint(ResetHint.UNKNOWN);
        }
        times[count] = time;
        values[count] = value;
        count++;
        return more;
    }

    /// A copy of what lies within a range; null where nothing does.
    @Nullable ListSeries within(Labels labels, long mint, long maxt) {
        int from = bound(mint);
        int to = maxt == Long.MAX_VALUE ? count : bound(maxt + 1);
        if (from >= to) {
            return null;
        }
        @Nullable FloatHistogram @Nullable [] copied =
                histograms == null ? null : Arrays.copyOfRange(histograms, from, to);
        return new ListSeries(
                ref,
                labels,
                Arrays.copyOfRange(times, from, to),
                Arrays.copyOfRange(values, from, to),
                copied);
    }

    /// The first sample that is not before a time.
    private int bound(long time) {
        int found = Arrays.binarySearch(times, 0, count, time);
        return found < 0 ? -found - 1 : found;
    }
}
