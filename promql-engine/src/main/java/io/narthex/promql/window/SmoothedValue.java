package io.narthex.promql.window;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.jspecify.annotations.Nullable;

/// A `smoothed` instant selector: the sample at the time itself, or what lies on the line between
/// its neighbours, or the newest sample where none follows.
///
/// Floats are never taken for counters, histograms are unless both neighbours are gauges.
///
/// @param instant a range of length 0
record SmoothedValue(ExtendedRange instant) implements WindowFunction, MixedFunctions.Reducer {
    @Override
    public void evaluate(Windows in, double[] out, long[] present) {
        WindowPlan windows = in.plan();
        ExtendedPlan plan = windows.extended(instant);
        System.arraycopy(plan.present(), 0, present, 0, plan.present().length);
        double[] v = in.values();
        for (int k = 0; k < windows.grid().count(); k++) {
            if (plan.isPresent(k)) {
                int before = plan.first()[k];
                out[k] =
                        before == plan.last()[k]
                                ? v[before]
                                : Interpolation.between(
                                        windows.times(),
                                        v,
                                        before,
                                        instant.end(windows.grid(), k),
                                        false);
            }
        }
    }

    @Override
    public @Nullable FloatHistogram reduce(
            FloatHistogram[] h, int first, int last, WindowPlan windows, int k, RangeNotes notes) {
        ExtendedPlan plan = windows.extended(instant);
        if (!plan.isPresent(k)) {
            return null;
        }
        int before = plan.first()[k];
        long time = instant.end(windows.grid(), k);
        if (before == plan.last()[k]) {
            // What a sample says of its predecessor does not hold at later times.
            return windows.times()[before] == time
                    ? h[before]
                    : h[before].withHint(ResetHint.UNKNOWN);
        }
        boolean gauges =
                h[before].resetHint() == ResetHint.GAUGE
                        && h[before + 1].resetHint() == ResetHint.GAUGE;
        return Interpolation.between(windows.times(), h, before, time, !gauges, notes);
    }
}
