package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.window.MixedFunction;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// One row's values over the steps of a tile.
///
/// Whether a step has a value is the bitmap's business alone: NaN is a value. Places without a bit
/// hold anything. Kernels work on the arrays; the bits past the last step are always 0.
///
/// Thread safety: for the worker that owns it.
public final class StepColumn implements MixedFunction.Result {
    private double[] values;
    private long[] present;
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int steps;

    /// A column of absent values.
    public StepColumn(int steps) {
        this.values = new double[steps];
        this.present = new long[(steps + 63) >>> 6];
        this.steps = steps;
    }

    /// Makes every value absent and sets the number of steps.
    public void reset(int newSteps) {
        if (newSteps > values.length) {
            values = new double[newSteps];
            present = new long[(newSteps + 63) >>> 6];
        }
        steps = newSteps;
        Arrays.fill(present, 0);
        histograms = null;
    }

    /// The number of steps.
    public int steps() {
        return steps;
    }

    /// The floats by step; at least [#steps] long.
    public double[] values() {
        return values;
    }

    /// The bitmap: bit `k & 63` of word `k >>> 6` is step k; at least [#words] long.
    public long[] present() {
        return present;
    }

    /// The words of the bitmap in use.
    public int words() {
        return (steps + 63) >>> 6;
    }

    /// Histograms by step, null where the value is a float; null where all are floats.
    public @Nullable FloatHistogram @Nullable [] histograms() {
        return histograms;
    }

    /// The histogram at a step that has a value; null where that is a float.
    public @Nullable FloatHistogram histogramAt(int k) {
        return histograms == null ? null : histograms[k];
    }

    /// Whether a step has a value.
    public boolean isPresent(int k) {
        return (present[k >>> 6] >>> k & 1) != 0;
    }

    /// Whether a step has a float.
    public boolean hasFloats() {
        if (histograms == null) {
            return !isEmpty();
        }
        for (int k = nextPresent(0); k >= 0; k = nextPresent(k + 1)) {
            if (histograms[k] == null) {
                return true;
            }
        }
        return false;
    }

    /// Whether a step has a histogram.
    public boolean hasHistograms() {
        for (int k = nextPresent(0); histograms != null && k >= 0; k = nextPresent(k + 1)) {
            if (histograms[k] != null) {
                return true;
            }
        }
        return false;
    }

    /// Sets a float.
    @Override
    public void set(int k, double value) {
        if (histograms != null) {
            histograms[k] = null;
        }
        values[k] = value;
        present[k >>> 6] |= 1L << k;
    }

    /// Sets a histogram.
    @Override
    public void set(int k, FloatHistogram histogram) {
        if (histograms == null) {
            histograms = new @Nullable FloatHistogram[values.length];
        }
        histograms[k] = histogram;
        values[k] = histogram.sum();
        present[k >>> 6] |= 1L << k;
    }

    /// Sets a float at every step that has no bit in `seen`, a bitmap such as [#present].
    public void setMissing(long[] seen, double value) {
        for (int k = 0; k < steps; k++) {
            if ((seen[k >>> 6] >>> k & 1) == 0) {
                set(k, value);
            }
        }
    }

    /// Makes one step absent.
    public void unset(int k) {
        present[k >>> 6] &= ~(1L << k);
    }

    /// Makes the steps with histograms absent: what functions of floats alone see.
    public void dropHistograms() {
        if (histograms == null) {
            return;
        }
        for (int k = 0; k < steps; k++) {
            if (histograms[k] != null) {
                unset(k);
            }
        }
        histograms = null;
    }

    /// Turns histograms into floats, after a kernel wrote all values.
    public void setAllFloats() {
        histograms = null;
    }

    /// Marks all steps present, after a kernel wrote all values.
    public void setAllPresent() {
        int whole = steps >>> 6;
        Arrays.fill(present, 0, whole, -1L);
        if ((steps & 63) != 0) {
            present[whole] = (1L << steps) - 1;
        }
    }

    /// Whether every step has a value.
    public boolean isFull() {
        return cardinality() == steps;
    }

    /// Whether no step has a value.
    public boolean isEmpty() {
        for (int w = 0; w < words(); w++) {
            if (present[w] != 0) {
                return false;
            }
        }
        return true;
    }

    /// The number of steps that have a value.
    public int cardinality() {
        int n = 0;
        for (int w = 0; w < words(); w++) {
            n += Long.bitCount(present[w]);
        }
        return n;
    }

    /// The first step at or after `k` that has a value, or -1: for loops over sparse columns.
    public int nextPresent(int k) {
        if (k >= steps) {
            return -1;
        }
        int w = k >>> 6;
        long word = present[w] & (-1L << k);
        while (word == 0) {
            if (++w >= words()) {
                return -1;
            }
            word = present[w];
        }
        return (w << 6) + Long.numberOfTrailingZeros(word);
    }

    /// Takes over another column's values.
    public void copyFrom(StepColumn other) {
        reset(other.steps);
        System.arraycopy(other.values, 0, values, 0, steps);
        System.arraycopy(other.present, 0, present, 0, words());
        @Nullable FloatHistogram @Nullable [] theirs = other.histograms;
        histograms = theirs == null ? null : Arrays.copyOf(theirs, values.length);
    }

    /// An independent copy.
    public StepColumn copy() {
        StepColumn copy = new StepColumn(steps);
        copy.copyFrom(this);
        return copy;
    }
}
