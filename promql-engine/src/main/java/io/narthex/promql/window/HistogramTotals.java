package io.narthex.promql.window;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.HistogramAccumulator;
import io.narthex.model.histogram.HistogramMean;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.window.RangeNotes.Operation;

import org.jspecify.annotations.Nullable;

/// `sum_over_time` and `avg_over_time` of native histograms.
///
/// Thread safety: stateless.
final class HistogramTotals {
    private HistogramTotals() {}

    static @Nullable FloatHistogram sum(
            FloatHistogram[] h, int first, int last, WindowPlan plan, int k, RangeNotes notes) {
        return total(new HistogramSum(h[first]), h, first, last, notes);
    }

    static @Nullable FloatHistogram mean(
            FloatHistogram[] h, int first, int last, WindowPlan plan, int k, RangeNotes notes) {
        return total(new HistogramMean(h[first]), h, first, last, notes);
    }

    private static @Nullable FloatHistogram total(
            HistogramAccumulator into, FloatHistogram[] h, int first, int last, RangeNotes notes) {
        for (int i = first + 1; i <= last; i++) {
            if (!into.add(h[i])) {
                notes.mixedSchemas();
                return null;
            }
        }
        if (into.hintsCollided()) {
            notes.resetsCollide();
        }
        if (into.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.AGGREGATION);
        }
        return into.toHistogram();
    }
}
