package io.narthex.promql.window;

import org.jspecify.annotations.Nullable;

/// The functions of range vectors, by name.
///
/// Thread safety: stateless.
public final class WindowFunctions {
    private WindowFunctions() {}

    /// The function of a name, or null where there is none.
    public static @Nullable WindowFunction find(String name) {
        return switch (name) {
            case "rate" -> new ExtrapolatedRate(true, true);
            case "increase" -> new ExtrapolatedRate(true, false);
            case "delta" -> new ExtrapolatedRate(false, false);
            case "irate" -> new PerWindow(2, new InstantChange(true));
            case "idelta" -> new PerWindow(2, new InstantChange(false));
            case "changes" -> new Transitions(false);
            case "resets" -> new Transitions(true);
            case "deriv" -> new PerWindow(2, Regression::deriv);
            case "predict_linear" -> new PerWindow(2, Regression::predictLinear);
            case "double_exponential_smoothing" -> new PerWindow(2, Smoothing::smooth);
            default -> overTime(name);
        };
    }

    private static @Nullable WindowFunction overTime(String name) {
        return switch (name) {
            case "avg_over_time" -> new PerWindow(1, OverTime::avg);
            case "sum_over_time" -> new PerWindow(1, OverTime::sum);
            case "count_over_time" -> new PerWindow(1, OverTime::count);
            case "present_over_time" -> new PerWindow(1, OverTime::present);
            case "min_over_time" -> new Extremum(false, false);
            case "max_over_time" -> new Extremum(true, false);
            case "stddev_over_time" -> new PerWindow(1, OverTime::stddev);
            case "stdvar_over_time" -> new PerWindow(1, OverTime::stdvar);
            case "quantile_over_time" -> new PerWindow(1, Quantiles::quantileOverTime);
            case "mad_over_time" -> new PerWindow(1, Quantiles::medianAbsoluteDeviation);
            case "first_over_time" -> new PerWindow(1, OverTime::first);
            case "last_over_time" -> new PerWindow(1, OverTime::last);
            case "ts_of_first_over_time" -> new PerWindow(1, OverTime::timeOfFirst);
            case "ts_of_last_over_time" -> new PerWindow(1, OverTime::timeOfLast);
            case "ts_of_min_over_time" -> new Extremum(false, true);
            case "ts_of_max_over_time" -> new Extremum(true, true);
            default -> null;
        };
    }

    /// Whether the function keeps the metric's name: it returns samples as they are.
    public static boolean keepsName(String name) {
        return name.equals("last_over_time") || name.equals("first_over_time");
    }
}
