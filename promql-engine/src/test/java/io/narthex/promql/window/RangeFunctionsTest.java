package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.StaleNaN;
import io.narthex.promql.QueryException;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Objects;

/// One window over samples at 1, 2, 3, … seconds that ends with the last sample and is long enough
/// for all of them.
class RangeFunctionsTest {
    private static final double NONE = Double.longBitsToDouble(0x7ff8000000000badL);

    @ParameterizedTest
    @CsvSource({
        "avg_over_time, 1 2 6, 3",
        "avg_over_time, 1e308 1e308, 1e308",
        "avg_over_time, 1e308 1e308 1e308 -1e308, 5e307",
        "avg_over_time, NaN 1, NaN",
        "avg_over_time, Infinity 1, Infinity",
        "avg_over_time, Infinity -Infinity, NaN",
        "avg_over_time, 5 stale 7, 6",
        "sum_over_time, 1 1e100 1 -1e100, 2",
        "sum_over_time, 1e308 1e308, Infinity",
        "sum_over_time, 0.1 0.2 0.3, 0.6",
        "count_over_time, 1 NaN stale 3, 3",
        "present_over_time, 7 8, 1",
        "min_over_time, 3 NaN 1, 1",
        "max_over_time, NaN 3 1, 3",
        "max_over_time, NaN NaN, NaN",
        "stddev_over_time, 0 8 8 2 3, 3.249615361854384",
        "stdvar_over_time, 0 8 8 2 3, 10.56",
        "stdvar_over_time, 5, 0",
        "stddev_over_time, 1.5990505637277868 1.5990505637277868 1.5990505637277868, 0",
        "first_over_time, 3 stale 4, 3",
        "last_over_time, 3 4 stale, 4",
        "mad_over_time, 4 6 2 1 999 1 2, 1",
        "mad_over_time, 1 NaN 3, NaN",
        "ts_of_first_over_time, stale 4 5, 2",
        "ts_of_last_over_time, 4 5 stale, 2",
        "ts_of_max_over_time, 4 9 9 1, 3",
        "ts_of_min_over_time, NaN 9 1 1, 4",
        "ts_of_max_over_time, NaN 1, 2",
        "changes, 1 1 2 NaN NaN 2, 3",
        "changes, 7, 0",
        "resets, 5 3 4 NaN 1 0, 2",
        "delta, 10 4 1, -13.5",
        "delta, 1, -",
        "irate, 3 1 4, 3",
        "irate, 3 4 1, 1",
        "irate, 3, -",
        "idelta, 3 4 1, -3",
        "deriv, 1 3 5 7, 2",
        "deriv, 5 5 5, 0",
        "deriv, Infinity Infinity, NaN",
        "deriv, 5, -"
    })
    void function_oneWindow_givesWhatItIsDefinedAs(String name, String values, String expected) {
        double actual = evaluate(name, values);
        if (expected.equals("-")) {
            assertThat(Double.doubleToRawLongBits(actual))
                    .isEqualTo(Double.doubleToRawLongBits(NONE));
        } else {
            assertSame(actual, Double.parseDouble(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1 3 2, 1",
        "0.5, 1 3 2, 2",
        "1, 1 3 2, 3",
        "0.75, 0 1 2 3, 2.25",
        "0.5, NaN 1 2, 1",
        "-0.1, 1 2, -Infinity",
        "1.1, 1 2, Infinity",
        "NaN, 1 2, NaN"
    })
    void quantileOverTime_betweenRanks_isLinear(double q, String values, double expected) {
        assertSame(evaluate("quantile_over_time", values, q), expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 1 2 3, 3", "10, 1 2 3, 13", "10, 5 5, 5"})
    void predictLinear_line_goesOnFromTheEvaluationTime(
            double seconds, String values, double expected) {
        assertThat(evaluate("predict_linear", values, seconds)).isEqualTo(expected);
    }

    @Test
    void smoothing_line_staysOnIt() {
        assertThat(evaluate("double_exponential_smoothing", "0 10 20 30", 0.01, 0.1)).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5, 'invalid smoothing factor. Expected: 0 < sf < 1, got: 0.000000'",
        "1.5, 0.5, 'invalid smoothing factor. Expected: 0 < sf < 1, got: 1.500000'",
        "0.5, -Infinity, 'invalid trend factor. Expected: 0 < tf < 1, got: -Inf'"
    })
    void smoothing_factorOutOfRange_isRefused(double level, double trend, String message) {
        assertThatThrownBy(() -> evaluate("double_exponential_smoothing", "1 2", level, trend))
                .isInstanceOf(QueryException.Execution.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        // Samples at 1, 2, 3 s; the window is (-0.9, 3.1] s: the left border is too far, so half an
        // interval is assumed; the right one is near.
        "increase, 4, 10 11 12, 5.2",
        // The counter would have been zero 0.5 s before its first sample, exactly that half.
        "increase, 4, 0.5 1.5 2.5, 5.2",
        // Zero is nearer: at the first sample.
        "increase, 4, 0 1 2, 4.2"
    })
    void increase_windowLargerThanItsSamples_isStretched(
            String name, long seconds, String values, double twiceExpected) {
        long[] times = {1_000, 2_000, 3_000};
        double[] parsed = parse(values);
        WindowGrid grid = new WindowGrid(3_100, 0, 1, seconds * 1_000);
        WindowPlan plan = WindowPlan.of(grid, times, parsed, 3);
        assertThat(run(name, plan, parsed, new double[0][]) * 2)
                .isCloseTo(twiceExpected, Offset.offset(1e-12));
    }

    @Test
    void window_sampleOnTheLeftBorder_isOutside() {
        double[] values = {1, 2, 3};
        WindowPlan plan =
                WindowPlan.of(
                        new WindowGrid(3_000, 0, 1, 2_000),
                        new long[] {1_000, 2_000, 3_000},
                        values,
                        3);
        assertThat(run("count_over_time", plan, values, new double[0][])).isEqualTo(2);
    }

    @Test
    void find_unknownName_isNull() {
        assertThat(RangeFunctions.find("holt_winters")).isNull();
    }

    /// Equal, both NaN, or apart by the last digits.
    private static void assertSame(double actual, double expected) {
        if (!Double.valueOf(actual).equals(expected)) {
            assertThat(actual).isCloseTo(expected, Offset.offset(Math.abs(expected) * 1e-14));
        }
    }

    private static double evaluate(String name, String text, double... params) {
        double[] values = parse(text);
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = (i + 1) * 1_000L;
        }
        long end = times[times.length - 1];
        WindowPlan plan =
                WindowPlan.of(new WindowGrid(end, 0, 1, end), times, values, values.length);
        plan.dropStale(values);
        double[][] byStep = new double[params.length][1];
        for (int i = 0; i < params.length; i++) {
            byStep[i][0] = params[i];
        }
        return run(name, plan, values, byStep);
    }

    private static double run(String name, WindowPlan plan, double[] values, double[][] params) {
        Windows windows = new Windows();
        windows.tile(plan.grid().end(0), 0, params, () -> {});
        windows.series(plan, values, false);
        double[] out = new double[1];
        long[] present = new long[1];
        Objects.requireNonNull(RangeFunctions.find(name)).floats().evaluate(windows, out, present);
        return present[0] == 1 ? out[0] : NONE;
    }

    private static double[] parse(String values) {
        return Arrays.stream(values.split(" ", -1))
                .mapToDouble(v -> v.equals("stale") ? StaleNaN.VALUE : Double.parseDouble(v))
                .toArray();
    }
}
