package io.narthex.promql.window;

import static io.narthex.promql.window.MixedFunctions.apart;
import static io.narthex.promql.window.MixedFunctions.counter;
import static io.narthex.promql.window.MixedFunctions.outermost;
import static io.narthex.promql.window.RangeFunction.Trait.COUNTER;
import static io.narthex.promql.window.RangeFunction.Trait.HEEDS_STARTS;
import static io.narthex.promql.window.RangeFunction.Trait.KEEPS_NAME;

import io.narthex.promql.window.RangeFunction.Trait;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The functions of plain range vectors, all that is known of each in one line. `absent_over_time`
/// is none: it looks at all series together.
///
/// Thread safety: immutable.
public final class RangeFunctions {
    private static final Map<String, RangeFunction> BY_NAME = table();

    private RangeFunctions() {}

    /// The function of a name, or null where there is none.
    public static @Nullable RangeFunction find(String name) {
        return BY_NAME.get(name);
    }

    /// What is known of the function of a name; nothing where there is none.
    public static Set<Trait> traits(String name) {
        RangeFunction function = BY_NAME.get(name);
        return function == null ? Set.of() : function.traits();
    }

    private static Map<String, RangeFunction> table() {
        Table t = new Table();
        t.add("rate", rate(true, true), f -> counter(f, true), COUNTER, HEEDS_STARTS);
        t.add("increase", rate(true, false), f -> counter(f, false), COUNTER, HEEDS_STARTS);
        t.add("delta", rate(false, false), MixedFunctions::delta);
        t.add("irate", each(2, new InstantChange(true)), _ -> new LastTwo(true), HEEDS_STARTS);
        t.add("idelta", each(2, new InstantChange(false)), _ -> new LastTwo(false));
        t.add("changes", new Transitions(false), _ -> new MixedTransitions(false));
        t.add("resets", new Transitions(true), _ -> new MixedTransitions(true), HEEDS_STARTS);
        t.ofFloats("deriv", each(2, Regression::deriv));
        t.ofFloats("predict_linear", each(2, Regression::predictLinear));
        t.add("double_exponential_smoothing", Smoothing::floats, Smoothing::mixed);
        t.add("sum_over_time", each(1, OverTime::sum), f -> apart(f, 1, HistogramTotals::sum));
        t.add("avg_over_time", each(1, OverTime::avg), f -> apart(f, 1, HistogramTotals::mean));
        t.ofFloats("min_over_time", new Extremum(false, false));
        t.ofFloats("max_over_time", new Extremum(true, false));
        t.ofFloats("ts_of_min_over_time", new Extremum(false, true));
        t.ofFloats("ts_of_max_over_time", new Extremum(true, true));
        t.ofFloats("stddev_over_time", each(1, OverTime::stddev));
        t.ofFloats("stdvar_over_time", each(1, OverTime::stdvar));
        t.ofFloats("quantile_over_time", each(1, Quantiles::quantileOverTime));
        t.ofFloats("mad_over_time", each(1, Quantiles::medianAbsoluteDeviation));
        t.ofTimes("count_over_time", each(1, OverTime::count));
        t.ofTimes("present_over_time", each(1, OverTime::present));
        t.ofTimes("ts_of_first_over_time", each(1, OverTime::timeOfFirst));
        t.ofTimes("ts_of_last_over_time", each(1, OverTime::timeOfLast));
        t.add("first_over_time", each(1, OverTime::first), _ -> outermost(true), KEEPS_NAME);
        t.add("last_over_time", each(1, OverTime::last), _ -> outermost(false), KEEPS_NAME);
        return Map.copyOf(t.byName);
    }

    private static WindowFunction rate(boolean counter, boolean perSecond) {
        return new ExtrapolatedRate(counter, perSecond);
    }

    private static WindowFunction each(int minSamples, PerWindow.Reducer reducer) {
        return new PerWindow(minSamples, reducer);
    }

    private static final class Table {
        final Map<String, RangeFunction> byName = new HashMap<>();

        /// @param mixed what it does with histograms, given what it does with floats
        void add(
                String name,
                WindowFunction floats,
                Function<WindowFunction, MixedFunction> mixed,
                Trait... traits) {
            byName.put(name, new RangeFunction(name, floats, mixed.apply(floats), Set.of(traits)));
        }

        /// A function that leaves histograms out.
        void ofFloats(String name, WindowFunction floats) {
            add(name, floats, MixedFunctions::floatsOnly);
        }

        /// A function for which a histogram is as good as a float.
        void ofTimes(String name, WindowFunction floats) {
            add(name, floats, MixedFunctions::timesOnly);
        }
    }
}
