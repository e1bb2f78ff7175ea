package io.narthex.promql.window;

import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.window.RangeNotes.Operation;

import org.jspecify.annotations.Nullable;

import java.util.function.IntPredicate;

/// `rate`, `increase` and `delta` of native histograms: bucket by bucket what [ExtrapolatedRate] is
/// for floats. Whether the counter's zero is near is decided by the count of observations.
///
/// @param counter whether decreases are resets and zero is a floor
/// @param perSecond whether the increase is divided by the window's length
record HistogramRate(boolean counter, boolean perSecond) implements MixedFunctions.Reducer {
    @Override
    public @Nullable FloatHistogram reduce(
            FloatHistogram[] h, int first, int last, WindowPlan plan, int k, RangeNotes notes) {
        FloatHistogram increase = increase(h, first, last, _ -> false, notes);
        if (increase == null) {
            return null;
        }
        Extrapolation x = plan.extrapolation();
        return increase.multiply(
                counter
                        ? x.clampedFactor(k, increase.count(), h[first].count(), perSecond)
                        : x.factors(perSecond)[k]);
    }

    /// What came to be between the first and the last sample, which are two.
    ///
    /// @param known whether a reset before a sample is known, whatever the histograms look like
    /// @return null where exponential and custom buckets meet
    @Nullable FloatHistogram increase(
            FloatHistogram[] h, int first, int last, IntPredicate known, RangeNotes notes) {
        // What came before a reset right at the start does not matter, its layout included.
        boolean fresh =
                counter && (known.test(first + 1) || CounterResets.between(h[first], h[first + 1]));
        FloatHistogram before = fresh ? h[first + 1].empty() : h[first];
        boolean lastFits = h[last].hasCustomBounds() == before.hasCustomBounds();
        if (lastFits && mixesWithin(h, before, first, last)) {
            notes.mixedSchemas();
            return null;
        }
        noteHints(h, first, last, lastFits, notes);
        if (!lastFits) {
            notes.mixedSchemas();
            return null;
        }
        HistogramSum increase =
                new HistogramSum(h[last].toSchema(coarsest(h, before, first, last)));
        boolean _ = increase.subtract(before);
        if (increase.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.SUBTRACTION);
        }
        if (counter) {
            FloatHistogram previous = before;
            for (int i = first + 1; i <= last; i++) {
                if (known.test(i) || CounterResets.between(previous, h[i])) {
                    add(previous, increase, notes);
                }
                previous = h[i];
            }
        }
        return increase.toHistogram().withHint(ResetHint.GAUGE).compact();
    }

    private static void add(FloatHistogram reset, HistogramSum increase, RangeNotes notes) {
        boolean _ = increase.add(reset);
        if (increase.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.ADDITION);
        }
    }

    /// @param all whether the samples between the first and the last were looked at
    private void noteHints(FloatHistogram[] h, int first, int last, boolean all, RangeNotes notes) {
        if (!counter) {
            if (all && !(isGauge(h[first]) && isGauge(h[last]))) {
                notes.notGauge();
            }
            return;
        }
        for (int i = first; i <= last; i++) {
            if ((all || i == first || i == last) && isGauge(h[i])) {
                notes.notCounter();
            }
        }
    }

    private static boolean isGauge(FloatHistogram h) {
        return h.resetHint() == ResetHint.GAUGE;
    }

    /// A gauge's samples between the first and the last don't matter.
    private boolean mixesWithin(FloatHistogram[] h, FloatHistogram before, int first, int last) {
        for (int i = first + 1; counter && i < last; i++) {
            if (h[i].hasCustomBounds() != before.hasCustomBounds()) {
                return true;
            }
        }
        return false;
    }

    private int coarsest(FloatHistogram[] h, FloatHistogram before, int first, int last) {
        int schema = before.schema();
        for (int i = counter ? first + 1 : last; i <= last; i++) {
            schema = Math.min(schema, h[i].schema());
        }
        return schema;
    }
}
