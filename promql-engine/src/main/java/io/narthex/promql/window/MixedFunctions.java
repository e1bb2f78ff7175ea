package io.narthex.promql.window;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

/// What the functions of range vectors make of series with native histograms or start timestamps.
///
/// Thread safety: stateless.
public final class MixedFunctions {
    private MixedFunctions() {}

    /// Makes one histogram of a window's histograms.
    @FunctionalInterface
    interface Reducer {
        /// @param h the series' histograms; the window has those from `first` to `last`
        /// @return null where there is no value
        @Nullable FloatHistogram reduce(
                FloatHistogram[] h, int first, int last, WindowPlan plan, int k, RangeNotes notes);
    }

    /// The function of a name.
    ///
    /// @param floats what it does with floats
    public static MixedFunction of(String name, WindowFunction floats) {
        return switch (name) {
            case "rate" -> counter(floats, true);
            case "increase" -> counter(floats, false);
            case "delta" -> apart(floats, 2, new HistogramRate(false, false));
            case "irate" -> new LastTwo(true);
            case "idelta" -> new LastTwo(false);
            case "sum_over_time" -> apart(floats, 1, HistogramTotals::sum);
            case "avg_over_time" -> apart(floats, 1, HistogramTotals::mean);
            case "first_over_time" -> (in, out, _) -> outermost(in, out, true);
            case "last_over_time" -> (in, out, _) -> outermost(in, out, false);
            case "changes" -> new MixedTransitions(false);
            case "resets" -> new MixedTransitions(true);
            case "count_over_time",
                    "present_over_time",
                    "ts_of_first_over_time",
                    "ts_of_last_over_time" ->
                    (in, out, _) -> timesOnly(floats, in, out);
            default -> (in, out, notes) -> floatsOnly(floats, in, out, notes);
        };
    }

    private static MixedFunction counter(WindowFunction floats, boolean perSecond) {
        MixedFunction plain = apart(floats, 2, new HistogramRate(true, perSecond));
        MixedFunction started = new StartedRate(perSecond);
        return (in, out, notes) -> (in.starts() == null ? plain : started).evaluate(in, out, notes);
    }

    private static void timesOnly(
            WindowFunction function, MixedWindows in, MixedFunction.Result out) {
        set(function, in.allAsFloats(), out);
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
