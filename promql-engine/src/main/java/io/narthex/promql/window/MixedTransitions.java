package io.narthex.promql.window;

import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

/// `changes` and `resets` of series with native histograms or start timestamps; that a float
/// follows a histogram, or the other way round, counts as both.
///
/// @param resets whether only resets count
record MixedTransitions(boolean resets) implements MixedFunction {
    @Override
    public void evaluate(MixedWindows in, Result out, RangeNotes notes) {
        WindowPlan plan = in.all();
        int[] until = running(resets, in, plan.samples());
        for (int k = 0; k < plan.grid().count(); k++) {
            in.checkpoint();
            if (plan.isPresent(k)) {
                out.set(k, until[plan.last()[k]] - until[plan.first()[k]]);
            }
        }
    }

    /// How many samples count until each, inclusive.
    static int[] running(boolean resets, MixedWindows in, int n) {
        StartTimes starts = resets ? in.starts() : null;
        int[] until = new int[n];
        for (int i = 1; i < n; i++) {
            until[i] = until[i - 1] + (counts(resets, in, starts, i) ? 1 : 0);
        }
        return until;
    }

    private static boolean counts(
            boolean resets, MixedWindows in, @Nullable StartTimes starts, int i) {
        if (starts != null && starts.isReset(i)) {
            return true;
        }
        FloatHistogram before = in.histogram(i - 1);
        FloatHistogram after = in.histogram(i);
        if (before == null && after == null) {
            return Transitions.counts(resets, in.value(i - 1), in.value(i));
        }
        if (before == null || after == null) {
            return true;
        }
        return resets ? CounterResets.between(before, after) : !before.hasSameData(after);
    }
}
