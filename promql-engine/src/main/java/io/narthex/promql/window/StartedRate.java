package io.narthex.promql.window;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.promql.window.RangeNotes.Operation;

import org.jspecify.annotations.Nullable;

/// `rate` and `increase` of series with start timestamps.
///
/// They differ from [ExtrapolatedRate] and [HistogramRate] in two things. Starts tell of resets
/// that the values don't show. And where the first sample began to count within the window, that is
/// a sample of zero: nothing is stretched to the left, and one sample is enough.
///
/// @param perSecond whether the increase is divided by the window's length
record StartedRate(boolean perSecond) implements MixedFunction {
    @Override
    public void evaluate(MixedWindows in, Result out, RangeNotes notes) {
        StartTimes starts = in.starts();
        if (starts == null) {
            throw new IllegalStateException("BUG: a series without start timestamps");
        }
        WindowPlan plan = in.all();
        for (int k = 0; k < plan.grid().count(); k++) {
            in.checkpoint();
            if (!plan.isPresent(k)) {
                continue;
            }
            int first = plan.first()[k];
            int histograms = in.countHistograms(first, plan.last()[k]);
            if (histograms == 0) {
                floats(in, starts, plan, k, out, notes);
            } else if (histograms < plan.size(k)) {
                notes.mixedSamples();
            } else {
                FloatHistogram h = histograms(in, starts, plan, k, notes);
                if (h != null) {
                    out.set(k, h);
                }
            }
        }
    }

    private void floats(
            MixedWindows in,
            StartTimes starts,
            WindowPlan plan,
            int k,
            Result out,
            RangeNotes notes) {
        int first = plan.first()[k];
        int last = plan.last()[k];
        double increase = in.value(last) - in.value(first);
        for (int i = first + 1; i <= last; i++) {
            if (in.value(i) < in.value(i - 1) || starts.isReset(i)) {
                increase += in.value(i - 1);
            }
        }
        noteOverlap(starts, first, last, notes);
        if (beginsInWindow(starts, plan, k)) {
            out.set(k, (increase + in.value(first)) * factorSinceStart(starts, plan, k));
        } else if (first < last) {
            Extrapolation x = plan.extrapolation();
            out.set(k, increase * x.clampedFactor(k, increase, in.value(first), perSecond));
        }
    }

    private @Nullable FloatHistogram histograms(
            MixedWindows in, StartTimes starts, WindowPlan plan, int k, RangeNotes notes) {
        int first = plan.first()[k];
        int last = plan.last()[k];
        FloatHistogram[] h = in.histograms(first, last);
        FloatHistogram increase = null;
        if (first < last) {
            HistogramRate rate = new HistogramRate(true, perSecond);
            increase = rate.increase(h, 0, last - first, i -> starts.isReset(first + i), notes);
            if (increase == null) {
                return null;
            }
            noteOverlap(starts, first, last, notes);
        }
        if (beginsInWindow(starts, plan, k)) {
            FloatHistogram all = increase == null ? h[0] : added(increase, h[0], notes);
            return all == null ? null : all.multiply(factorSinceStart(starts, plan, k));
        }
        return increase == null
                ? null
                : increase.multiply(
                        plan.extrapolation()
                                .clampedFactor(k, increase.count(), h[0].count(), perSecond));
    }

    private static @Nullable FloatHistogram added(
            FloatHistogram increase, FloatHistogram first, RangeNotes notes) {
        HistogramSum sum = new HistogramSum(increase);
        if (!sum.add(first)) {
            notes.mixedSchemas();
            return null;
        }
        if (sum.pollBoundsReconciled()) {
            notes.boundsReconciled(Operation.ADDITION);
        }
        return sum.toHistogram();
    }

    private static void noteOverlap(StartTimes starts, int first, int last, RangeNotes notes) {
        for (int i = first + 1; i <= last; i++) {
            if (starts.overlaps(i)) {
                notes.startTimesOverlap();
                return;
            }
        }
    }

    private static boolean beginsInWindow(StartTimes starts, WindowPlan plan, int k) {
        return starts.beginsAfter(plan.grid().end(k) - plan.grid().range(), plan.first()[k]);
    }

    private double factorSinceStart(StartTimes starts, WindowPlan plan, int k) {
        long last = plan.times()[plan.last()[k]];
        double sampled = (last - starts.starts()[plan.first()[k]]) / 1000.0;
        return plan.extrapolation().factorWithoutStart(k, sampled, perSecond);
    }
}
