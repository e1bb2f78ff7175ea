package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// Sliding, planned and flat evaluation against the definition, window by window and bit by bit.
class WindowKernelsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate",
                "increase",
                "delta",
                "max_over_time",
                "min_over_time",
                "changes",
                "resets",
                "sum_over_time",
                "count_over_time",
                "last_over_time",
                "irate"
            })
    void kernels_anySeries_equalTheDefinitionBitByBit(String name) {
        WindowFunction function = Objects.requireNonNull(RangeFunctions.find(name)).floats();
        Seeds.forEach(300, seed -> check(name, function, Seeds.random(seed)));
    }

    private static void check(String name, WindowFunction function, RandomGenerator random) {
        int n = random.nextInt(1, 200);
        long[] times = times(random, n);
        double[] values = values(random, n);
        long range = random.nextLong(1, 400) * 1_000;
        long step = random.nextInt(5) == 0 ? 0 : random.nextLong(1, 200) * 1_000;
        int steps = random.nextInt(1, 150);
        WindowGrid grid = new WindowGrid(random.nextLong(0, 1_000_000), step, steps, range);
        WindowPlan plan = WindowPlan.of(grid, times, values, n);
        if (plan.samples() == 0) {
            return;
        }
        double[] live = values.clone();
        plan.dropStale(live);
        double[] scanned = evaluate(function, plan, live, false, steps);
        for (int k = 0; k < steps; k++) {
            List<NaiveWindows.Sample> window =
                    NaiveWindows.window(times, values, grid.end(k), range);
            OptionalDouble expected = NaiveWindows.evaluate(name, window, grid.end(k), range);
            assertSame(scanned[k], expected, name + " at step " + k + " of " + window);
        }
        if (noDrop(live, plan.samples())) {
            double[] flat = evaluate(function, plan, live, true, steps);
            assertThat(flat).as("flat kernel of %s", name).containsExactly(scanned);
        }
    }

    /// The windows' values, with the stale marker where there is none.
    private static double[] evaluate(
            WindowFunction function, WindowPlan plan, double[] values, boolean noDrop, int steps) {
        Windows windows = new Windows();
        windows.tile(0, 0, new double[0][], () -> {});
        windows.series(plan, values, noDrop);
        double[] out = new double[steps];
        long[] present = new long[(steps + 63) >>> 6];
        function.evaluate(windows, out, present);
        for (int k = 0; k < steps; k++) {
            if ((present[k >>> 6] >>> k & 1) == 0) {
                out[k] = StaleNaN.VALUE;
            }
        }
        return out;
    }

    private static void assertSame(double actual, OptionalDouble expected, String what) {
        if (expected.isEmpty()) {
            assertThat(StaleNaN.isStale(actual)).as(what).isTrue();
        } else {
            assertThat(Double.doubleToLongBits(actual))
                    .as(what + ": " + actual + " for " + expected)
                    .isEqualTo(Double.doubleToLongBits(expected.getAsDouble()));
            assertThat(StaleNaN.isStale(actual)).as(what).isFalse();
        }
    }

    private static boolean noDrop(double[] v, int n) {
        for (int i = 1; i < n; i++) {
            if (v[i] < v[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /// Regular with jitter and gaps, or irregular.
    private static long[] times(RandomGenerator random, int n) {
        long[] times = new long[n];
        long interval = random.nextLong(1, 60) * 1_000;
        int jitter = random.nextBoolean() ? 1 : random.nextInt(1, 900);
        long t = random.nextLong(0, 500_000);
        for (int i = 0; i < n; i++) {
            times[i] = t + random.nextInt(jitter);
            t += interval * (random.nextInt(20) == 0 ? random.nextInt(1, 30) : 1);
        }
        return times;
    }

    /// Counters from near zero or far from it, with or without resets; gauges; odd values.
    private static double[] values(RandomGenerator random, int n) {
        double[] values = new double[n];
        int kind = random.nextInt(4);
        double v = random.nextBoolean() ? 0 : random.nextDouble(0, 1e6);
        double stale = random.nextBoolean() ? 0 : 0.05;
        for (int i = 0; i < n; i++) {
            v = kind == 0 ? random.nextDouble(-10, 10) : v + random.nextInt(0, 10) * 0.1;
            if (kind == 1 && random.nextInt(15) == 0) {
                v = random.nextInt(0, 3);
            }
            values[i] = random.nextDouble() < stale ? StaleNaN.VALUE : odd(kind, random, v);
        }
        return values;
    }

    private static double odd(int kind, RandomGenerator random, double v) {
        if (kind != 2 || random.nextInt(8) != 0) {
            return v;
        }
        double[] all = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            0.0,
            Double.MAX_VALUE,
            -1
        };
        return all[random.nextInt(all.length)];
    }
}
