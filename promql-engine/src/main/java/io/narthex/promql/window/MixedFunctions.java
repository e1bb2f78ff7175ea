package io.narthex.promql.window;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

/// What the functions of range vectors make of series with native histograms or start timestamps.
///
/// Thread safety: stateless.
final class MixedFunctions {
    private MixedFunctions() {}

    /// Makes one histogram of a window's histograms.
    @FunctionalInterface
    interface Reducer {
        /// @param h the series' histograms; the window has those from `first` to `last`
        /// @return null where there is no value
        @Nullable FloatHistogram reduce(
                FloatHistogram[] h, int first, int last, WindowPlan plan, int k, RangeNotes notes);
    }

    /// A function of counters, which heeds start timestamps where there are any.
    static MixedFunction counter(WindowFunction floats, boolean perSecond) {
        MixedFunction plain = apart(floats, 2, new HistogramRate(true, perSecond));
        MixedFunction started = new StartedRate(perSecond);
        return (in, out, notes) -> (in.starts() == null ? plain : started).evaluate(in, out, notes);
    }

    /// Differences, with no care for resets.
    static MixedFunction delta(WindowFunction floats) {
        return apart(floats, 2, new HistogramRate(false, false));
    }

    /// What looks at no values, so that histograms count as floats do.
    static MixedFunction timesOnly(WindowFunction function) {
        return (in, out, _) -> set(function, in.allAsFloats(), out);
    }

    /// What leaves histograms out.
    static MixedFunction floatsOnly(WindowFunction function) {
        return (in, out, notes) -> floatsOnly(function, in, out, notes);
    }

    private static void floatsOnly(
            WindowFunction function, MixedWindows in, MixedFunction.Result out, RangeNotes notes) {
        Windows floats = in.floats();
        set(function, floats, out);
        WindowPlan histograms = in.histogramPlan();
        for (int k = 0; k < histograms.grid().count(); k++) {
            if (histograms.isPresent(k) && floats.plan().isPresent(k)) {
                notes.histogramsIgnored();
            }
        }
    }

    private static void set(WindowFunction function, Windows in, MixedFunction.Result out) {
        int steps = in.plan().grid().count();
        double[] values = new double[steps];
        long[] present = new long[(steps + 63) >>> 6];
        function.evaluate(in, values, present);
        for (int k = 0; k < steps; k++) {
            if ((present[k >>> 6] >>> k & 1) != 0) {
                out.set(k, values[k]);
            }
        }
    }

    /// Windows have a value if they hold only floats or only histograms.
    ///
    /// @param least as many histograms a window must have
    static MixedFunction apart(WindowFunction function, int least, Reducer reducer) {
        return (in, out, notes) -> {
            Windows floats = in.floats();
            WindowPlan floatPlan = floats.plan();
            WindowPlan plan = in.histogramPlan();
            int steps = plan.grid().count();
            double[] values = new double[steps];
            long[] present = new long[(steps + 63) >>> 6];
            function.evaluate(floats, values, present);
            FloatHistogram[] histograms = in.histograms();
            for (int k = 0; k < steps; k++) {
                in.checkpoint();
                if (plan.isPresent(k) && floatPlan.isPresent(k)) {
                    notes.mixedSamples();
                } else if ((present[k >>> 6] >>> k & 1) != 0) {
                    out.set(k, values[k]);
                } else if (plan.size(k) >= least) {
                    FloatHistogram h =
                            reducer.reduce(
                                    histograms, plan.first()[k], plan.last()[k], plan, k, notes);
                    if (h != null) {
                        out.set(k, h);
                    }
                }
            }
        };
    }

    /// The first or the last sample, whatever it is.
    static MixedFunction outermost(boolean first) {
        return (in, out, _) -> outermost(in, out, first);
    }

    private static void outermost(MixedWindows in, MixedFunction.Result out, boolean first) {
        WindowPlan plan = in.all();
        for (int k = 0; k < plan.grid().count(); k++) {
            if (plan.isPresent(k)) {
                int i = first ? plan.first()[k] : plan.last()[k];
                FloatHistogram histogram = in.histogram(i);
                if (histogram == null) {
                    out.set(k, in.value(i));
                } else {
                    out.set(k, histogram);
                }
            }
        }
    }
}
