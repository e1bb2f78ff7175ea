package io.narthex.tsdb.head;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The samples of one appender, column by column, and what the commit finds about each.
///
/// Thread safety: for one thread at a time.
final class Batch {
    /// The exponent of a sample that came as a plain double.
    static final byte NO_DECIMAL = -1;

    long[] refs = new long[64];
    long[] times = new long[64];
    double[] values = new double[64];
    long[] mantissas = new long[64];
    byte[] exponents = new byte[64];

    /// Native histograms in their places; null while there is none.
    @Nullable FloatHistogram @Nullable [] histograms;

    /// Start timestamps in their places, epoch milliseconds, 0 where not known; null while none is.
    long @Nullable [] starts;

    /// Whether a sample is to be stored; it is neither refused nor the series' newest once more.
    boolean[] isNew = new boolean[64];

    /// Whether a sample is older than its series' newest and to be stored all the same.
    boolean[] isLate = new boolean[64];

    /// Time and bits of the series' newest sample before each one; only for those to be stored.
    long[] previousTimes = new long[64];

    long[] previousBits = new long[64];
    int size;

    /// Whether what comes late is refused, even where the head takes late samples.
    boolean refusesLate;

    /// Exemplars, in the order in which they came.
    final List<PendingExemplar> exemplars = new ArrayList<>(0);

    /// Makes the batch as good as new, but for the memory that it has.
    void clear() {
        Arrays.fill(isNew, 0, size, false);
        Arrays.fill(isLate, 0, size, false);
        histograms = null;
        starts = null;
        exemplars.clear();
        size = 0;
        refusesLate = false;
    }

    /// The native histogram at an index; null for a float.
    @Nullable FloatHistogram histogram(int i) {
        return histograms == null ? null : histograms[i];
    }

    /// Makes a sample a native histogram.
    void histogram(int i, FloatHistogram h) {
        if (histograms == null) {
            histograms = new @Nullable FloatHistogram[refs.length];
        }
        histograms[i] = h;
    }

    /// The start timestamp at an index, epoch milliseconds; 0 where not known.
    long start(int i) {
        return starts == null ? 0 : starts[i];
    }

    /// Gives a sample a start timestamp.
    void start(int i, long start) {
        if (starts == null && start != 0) {
            starts = new long[refs.length];
        }
        if (starts != null) {
            starts[i] = start;
        }
    }

    void add(long ref, long t, double v, long mantissa, int exponent) {
        if (size == refs.length) {
            int length = size * 2;
            refs = Arrays.copyOf(refs, length);
            times = Arrays.copyOf(times, length);
            values = Arrays.copyOf(values, length);
            mantissas = Arrays.copyOf(mantissas, length);
            exponents = Arrays.copyOf(exponents, length);
            isNew = Arrays.copyOf(isNew, length);
            isLate = Arrays.copyOf(isLate, length);
            previousTimes = Arrays.copyOf(previousTimes, length);
            previousBits = Arrays.copyOf(previousBits, length);
            histograms = histograms == null ? null : Arrays.copyOf(histograms, length);
            starts = starts == null ? null : Arrays.copyOf(starts, length);
        }
        if (histograms != null) {
            histograms[size] = null;
        }
        if (starts != null) {
            starts[size] = 0;
        }
        refs[size] = ref;
        times[size] = t;
        values[size] = v;
        mantissas[size] = mantissa;
        exponents[size++] = (byte) exponent;
    }
}
