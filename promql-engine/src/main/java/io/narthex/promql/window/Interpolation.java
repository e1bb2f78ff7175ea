package io.narthex.promql.window;

import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.window.RangeNotes.Operation;

import org.jspecify.annotations.Nullable;

/// The straight line between two neighbouring samples.
///
/// A counter that was reset between them is taken to have begun at zero at the first one's time:
/// what it had counted since then can't be below that.
///
/// Thread safety: stateless.
final class Interpolation {
    private Interpolation() {}

    /// The value at a time between the samples `i` and `i + 1`.
    ///
    /// @param counter whether a decrease is a reset
    static double between(long[] times, double[] values, int i, long time, boolean counter) {
        double after = values[i + 1];
        double before = counter && after < values[i] ? 0 : values[i];
        return before + (after - before) * (time - times[i]) / (times[i + 1] - times[i]);
    }

    /// The histogram at a time between the samples `i` and `i + 1`.
    ///
    /// @param counter whether a decrease is a reset
    /// @return null if one has exponential, the other custom buckets
    static @Nullable FloatHistogram between(
            long[] times,
            FloatHistogram[] histograms,
            int i,
            long time,
            boolean counter,
            RangeNotes notes) {
        FloatHistogram before = histograms[i];
        FloatHistogram after = histograms[i + 1];
        if (before.hasCustomBounds() != after.hasCustomBounds()) {
            notes.mixedSchemas();
            return null;
        }
        double part = (double) (time - times[i]) / (times[i + 1] - times[i]);
        if (counter && CounterResets.between(before, after)) {
            return after.multiply(part);
        }
        HistogramSum sum = new HistogramSum(after);
        boolean _ = sum.subtract(before);
        if (sum.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.SUBTRACTION);
        }
        sum.multiply(part);
        boolean _ = sum.add(before);
        if (sum.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.ADDITION);
        }
        return sum.toHistogram();
    }
}
