package io.narthex.model;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/// A series over plain arrays: the default way to offer one's own data to the query engine, and the
/// reference that other implementations of [SeriesData] are tested against.
///
/// Thread safety: immutable as long as nobody writes to the arrays; safe to share then.
public final class ListSeries implements SeriesData {
    private final long ref;
    private final Labels labels;
    private final long[] times;
    private final double[] values;
    private final @Nullable FloatHistogram @Nullable [] histograms;
    private final long @Nullable [] startTimestamps;

    /// A series of floats. Adopts the arrays.
    ///
    /// @param times epoch milliseconds, strictly ascending
    /// @throws IllegalArgumentException if the arrays differ in length or the times do not ascend
    public ListSeries(long ref, Labels labels, long[] times, double[] values) {
        this(ref, labels, times, values, null);
    }

    /// A series of floats and native histograms. Adopts the arrays.
    ///
    /// @param times epoch milliseconds, strictly ascending
    /// @param values where a histogram stands, its sum
    /// @param histograms null where a float stands; null for floats only
    /// @throws IllegalArgumentException if the arrays differ in length or the times do not ascend
    public ListSeries(
            long ref,
            Labels labels,
            long[] times,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        this(ref, labels, times, values, histograms, null);
    }

    private ListSeries(
            long ref,
            Labels labels,
            long[] times,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms,
            long @Nullable [] startTimestamps) {
        if (times.length != values.length) {
            throw new IllegalArgumentException(
                    times.length + " times for " + values.length + " values");
        }
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw new IllegalArgumentException(
                        "times do not ascend at index " + i + " of " + labels);
            }
        }
        this.ref = ref;
        this.labels = labels;
        this.times = times;
        this.values = values;
        this.histograms = histograms;
        this.startTimestamps = startTimestamps;
    }

    /// The same samples with start timestamps. Adopts the array.
    ///
    /// @param starts epoch milliseconds, 0 where not known; see [SeriesData#startTimestampAt]
    /// @throws IllegalArgumentException if there is not one for each sample
    public ListSeries withStartTimestamps(long[] starts) {
        if (starts.length != times.length) {
            throw new IllegalArgumentException(
                    starts.length + " start timestamps for " + times.length + " samples");
        }
        return new ListSeries(ref, labels, times, values, histograms, starts);
    }

    @Override
    public long ref() {
        return ref;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public Kind kind() {
        if (histograms == null) {
            return Kind.FLOAT;
        }
        return Arrays.stream(histograms).allMatch(Objects::nonNull) ? Kind.HISTOGRAM : Kind.MIXED;
    }

    @Override
    public boolean isHistogram(int i) {
        return histograms != null && histograms[i] != null;
    }

    @Override
    public FloatHistogram histogramAt(int i) {
        FloatHistogram histogram = histograms == null ? null : histograms[i];
        return histogram == null ? SeriesData.super.histogramAt(i) : histogram;
    }

    @Override
    public boolean hasStartTimestamps() {
        return startTimestamps != null;
    }

    @Override
    public long startTimestampAt(int i) {
        return startTimestamps == null ? 0 : startTimestamps[i];
    }

    @Override
    public int count() {
        return times.length;
    }

    @Override
    public void times(int from, int n, long[] dst, int at) {
        System.arraycopy(times, from, dst, at, n);
    }

    @Override
    public void values(int from, int n, double[] dst, int at) {
        System.arraycopy(values, from, dst, at, n);
    }

    @Override
    public long timeAt(int i) {
        return times[i];
    }

    @Override
    public double valueAt(int i) {
        return values[i];
    }

    @Override
    public boolean noDrop(int from, int n) {
        if (histograms != null) {
            return false;
        }
        for (int i = from + 1; i < from + n; i++) {
            if (values[i] < values[i - 1]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean timeKey(int from, int n, TimeKey key) {
        if (histograms != null) {
            return false;
        }
        for (int i = from; i < from + n; i++) {
            key.addTime(times[i]);
        }
        for (int i = from; i < from + n; i++) {
            if (StaleNaN.isStale(values[i])) {
                key.addStale(i - from);
            }
        }
        return true;
    }
}
