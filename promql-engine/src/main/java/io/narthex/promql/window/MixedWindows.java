package io.narthex.promql.window;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/// One series with native histograms or start timestamps over the windows of a tile: all its
/// samples, and apart from each other its floats and its histograms, without stale markers.
///
/// Thread safety: for one worker.
public final class MixedWindows {
    private final WindowGrid grid;
    private final long[] times;
    private final double[] values;
    private final @Nullable FloatHistogram[] histograms;

    /// Null where no sample was added with one.
    private long @Nullable [] starts;

    private boolean bucketsRead = true;
    private int count;
    private final Windows windows;

    /// @param capacity most samples there may be
    /// @param windows knows the tile; lent to functions of floats
    public MixedWindows(WindowGrid grid, int capacity, Windows windows) {
        this.grid = grid;
        this.times = new long[capacity];
        this.values = new double[capacity];
        this.histograms = new @Nullable FloatHistogram[capacity];
        this.windows = windows;
    }

    private MixedWindows(MixedWindows same, Windows windows) {
        this.grid = same.grid;
        this.times = same.times;
        this.values = same.values;
        this.histograms = same.histograms;
        this.starts = same.starts;
        this.bucketsRead = same.bucketsRead;
        this.count = same.count;
        this.windows = windows;
    }

    /// The same samples for another function; none may be added any more.
    public MixedWindows with(Windows others) {
        return new MixedWindows(this, others);
    }

    /// Adds the next sample, unless it is a stale marker.
    ///
    /// @param value of a histogram, its sum
    /// @param histogram null for a float
    public void add(long time, double value, @Nullable FloatHistogram histogram) {
        if (!StaleNaN.isStale(value)) {
            times[count] = time;
            // NaN for floats to come is fine; a histogram's place is never read as a float.
            values[count] = value;
            histograms[count++] = histogram;
        }
    }

    /// Adds the next sample with its start timestamp, unless it is a stale marker.
    ///
    /// @param value of a histogram, its sum
    /// @param histogram null for a float
    /// @param start epoch milliseconds; 0 where not known
    public void add(long time, double value, @Nullable FloatHistogram histogram, long start) {
        if (starts == null) {
            starts = new long[times.length];
        }
        starts[count] = start;
        add(time, value, histogram);
    }

    /// Says that nobody reads the buckets of histograms.
    public void bucketsUnread() {
        bucketsRead = false;
    }

    /// How many samples all those before the i-th count for; at the end, how many all of them do.
    public long[] sizes() {
        long[] sizes = new long[count + 1];
        for (int i = 0; i < count; i++) {
            FloatHistogram h = histograms[i];
            boolean whole = h == null || bucketsRead;
            sizes[i + 1] = sizes[i] + (whole ? SampleSize.of(h) : SampleSize.WITHOUT_BUCKETS);
        }
        return sizes;
    }

    /// What the largest window counts for, in samples.
    public int largestWindow() {
        WindowPlan plan = all();
        long[] until = sizes();
        long largest = 0;
        for (int k = 0; k < grid.count(); k++) {
            if (plan.isPresent(k)) {
                largest = Math.max(largest, until[plan.last()[k] + 1] - until[plan.first()[k]]);
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, largest);
    }

    /// The start timestamps of all samples; null where they don't matter or are not there.
    @Nullable StartTimes starts() {
        return starts == null ? null : new StartTimes(times, starts);
    }

    /// The windows over all samples.
    public WindowPlan all() {
        // Sums of histograms may have a stale marker's bits no more than floats may: both are gone.
        return WindowPlan.of(grid, times, new double[count], count);
    }

    /// All samples for functions that look at times only.
    Windows allAsFloats() {
        windows.series(all(), values(), false);
        return windows;
    }

    /// The floats alone.
    Windows floats() {
        long[] floatTimes = new long[count];
        // Functions look at the first value also where a window is empty, and make nothing of it.
        double[] floatValues = new double[Math.max(1, count)];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (histograms[i] == null) {
                floatTimes[n] = times[i];
                floatValues[n++] = values[i];
            }
        }
        windows.series(WindowPlan.of(grid, floatTimes, floatValues, n), floatValues, false);
        return windows;
    }

    /// The windows over the histograms alone.
    WindowPlan histogramPlan() {
        long[] histogramTimes = new long[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (histograms[i] != null) {
                histogramTimes[n++] = times[i];
            }
        }
        return WindowPlan.of(grid, histogramTimes, new double[n], n);
    }

    /// The histograms alone.
    FloatHistogram[] histograms() {
        return histograms(0, count - 1);
    }

    /// The histograms among the samples from one to another.
    FloatHistogram[] histograms(int first, int last) {
        return Arrays.stream(histograms, first, last + 1)
                .filter(Objects::nonNull)
                .toArray(FloatHistogram[]::new);
    }

    /// Throws when the query must not go on.
    void checkpoint() {
        windows.checkpoint();
    }

    /// Whether there are histograms in any window.
    public boolean hasHistograms() {
        return histogramPlan().samples() > 0;
    }

    /// How many samples from one to another are histograms.
    int countHistograms(int first, int last) {
        int n = 0;
        for (int i = first; i <= last; i++) {
            n += histograms[i] == null ? 0 : 1;
        }
        return n;
    }

    /// All samples as floats; of histograms, their sums.
    public double[] values() {
        return Arrays.copyOf(values, count);
    }

    /// All samples as histograms, null where they are floats.
    public @Nullable FloatHistogram[] samples() {
        return Arrays.copyOf(histograms, count);
    }

    /// The i-th of all samples as a histogram, or null where it is a float.
    @Nullable FloatHistogram histogram(int i) {
        return histograms[i];
    }

    /// The i-th of all samples as a float.
    double value(int i) {
        return values[i];
    }
}
