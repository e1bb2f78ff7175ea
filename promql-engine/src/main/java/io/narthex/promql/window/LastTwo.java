package io.narthex.promql.window;

import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.window.RangeNotes.Operation;

import org.jspecify.annotations.Nullable;

/// `irate` and `idelta` of series with native histograms or start timestamps: what the last two
/// samples of a window tell, whatever their types.
///
/// @param counter whether it is a rate of a counter, whose decrease is a reset to zero
record LastTwo(boolean counter) implements MixedFunction {
    @Override
    public void evaluate(MixedWindows in, Result out, RangeNotes notes) {
        WindowPlan plan = in.all();
        StartTimes starts = in.starts();
        for (int k = 0; k < plan.grid().count(); k++) {
            if (plan.size(k) >= 2) {
                int i = plan.last()[k];
                double seconds = (plan.times()[i] - plan.times()[i - 1]) / 1000.0;
                FloatHistogram before = in.histogram(i - 1);
                FloatHistogram after = in.histogram(i);
                boolean reset = starts != null && starts.isReset(i);
                if (before != null && after != null) {
                    FloatHistogram change = change(before, after, reset, notes);
                    if (change != null) {
                        out.set(k, counter ? change.divide(seconds) : change);
                    }
                } else if (before == null && after == null) {
                    out.set(k, change(in.value(i - 1), in.value(i), reset, seconds));
                } else {
                    notes.mixedSamples();
                }
            }
        }
    }

    /// @param reset whether a reset between the two is known, whatever they look like
    private double change(double before, double after, boolean reset, double seconds) {
        if (!counter) {
            return after - before;
        }
        return (reset || after < before ? after : after - before) / seconds;
    }

    private @Nullable FloatHistogram change(
            FloatHistogram before, FloatHistogram after, boolean reset, RangeNotes notes) {
        boolean gauge = after.resetHint() == ResetHint.GAUGE;
        boolean wasGauge = before.resetHint() == ResetHint.GAUGE;
        if (counter && (gauge || wasGauge)) {
            notes.notCounter();
        } else if (!counter && !(gauge && wasGauge)) {
            notes.notGauge();
        }
        HistogramSum change = new HistogramSum(after);
        if (!counter || !(reset || CounterResets.between(before, after))) {
            if (!change.subtract(before)) {
                notes.mixedSchemas();
                return null;
            }
            if (change.pollBoundsReconciled()) {
                notes.boundsReconciled(Operation.SUBTRACTION);
            }
        }
        return change.toHistogram().withHint(ResetHint.GAUGE).compact();
    }
}
