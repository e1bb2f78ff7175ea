package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// `anchored` and `smoothed` ranges against what they mean, window by window and bit by bit.
class ExtendedKernelsTest {
    @ParameterizedTest
    @CsvSource({
        "rate, true",
        "increase, true",
        "delta, true",
        "rate, false",
        "increase, false",
        "delta, false",
        "changes, false",
        "resets, false"
    })
    void kernels_anySeries_equalTheDefinitionBitByBit(String name, boolean smoothed) {
        Seeds.forEach(300, seed -> check(name, smoothed, Seeds.random(seed)));
    }

    private static void check(String name, boolean smoothed, RandomGenerator random) {
        int n = random.nextInt(1, 120);
        long[] times = times(random, n);
        boolean monotonic = random.nextInt(4) == 0;
        double[] values = values(random, n, monotonic);
        ExtendedRange range =
                new ExtendedRange(
                        random.nextLong(1, 300_000), random.nextLong(1, 300_000), smoothed);
        long step = random.nextInt(5) == 0 ? 0 : random.nextLong(1, 200_000);
        int steps = random.nextInt(1, 150);
        WindowGrid grid =
                new WindowGrid(random.nextLong(0, 1_000_000), step, steps, range.windowLength());
        WindowPlan plan = WindowPlan.of(grid, times, values, n);
        if (plan.samples() == 0) {
            return;
        }
        plan.dropStale(values);
        double[] actual = evaluate(name, range, plan, values, false);
        for (int k = 0; k < steps; k++) {
            long end = grid.end(k) - range.ahead();
            double expected = defined(name, plan.times(), values, end, range);
            assertThat(Double.doubleToRawLongBits(actual[k]))
                    .as("%s of %s to %s: %s, expected %s", name, range, end, actual[k], expected)
                    .isEqualTo(Double.doubleToRawLongBits(expected));
        }
        if (monotonic) {
            assertThat(evaluate(name, range, plan, values, true)).containsExactly(actual);
        }
    }

    /// The windows' values, with the stale marker where there is none.
    private static double[] evaluate(
            String name, ExtendedRange range, WindowPlan plan, double[] values, boolean noDrop) {
        Windows windows = new Windows();
        windows.series(plan, values, noDrop);
        int steps = plan.grid().count();
        double[] out = new double[steps];
        long[] present = new long[(steps + 63) >>> 6];
        Objects.requireNonNull(ExtendedFunctions.find(name, range))
                .floats()
                .evaluate(windows, out, present);
        for (int k = 0; k < steps; k++) {
            if ((present[k >>> 6] >>> k & 1) == 0) {
                out[k] = StaleNaN.VALUE;
            }
        }
        return out;
    }

    /// The values at the start, within the range and at the end, then what the function makes of
    /// them.
    private static double defined(
            String name, long[] times, double[] values, long end, ExtendedRange range) {
        long start = end - range.range();
        boolean counter = !name.equals("delta");
        int before = -1; // newest at or before the start
        int inside = -1; // newest at or before the end
        int after = -1; // oldest at or after the end
        int seen = 0;
        List<Double> points = new ArrayList<>();
        for (int i = 0; i < values.length && i < times.length; i++) {
            if (times[i] <= start - range.lookback() || times[i] > end + range.ahead()) {
                continue;
            }
            seen = times[i] > start ? seen + 1 : seen;
            before = times[i] <= start ? i : before;
            inside = times[i] <= end ? i : inside;
            after = times[i] >= end && after < 0 ? i : after;
        }
        if (seen == 0 || inside < 0) {
            return StaleNaN.VALUE;
        }
        if (before >= 0) {
            boolean exact = !range.smoothed() || times[before] == start;
            points.add(exact ? values[before] : line(times, values, before, start, counter));
        }
        for (int i = before + 1; i <= inside; i++) {
            if (times[i] > start - range.lookback() && !(range.smoothed() && times[i] == end)) {
                points.add(values[i]);
            }
        }
        if (range.smoothed() && after >= 0) {
            boolean exact = times[after] == end;
            points.add(exact ? values[after] : line(times, values, inside, end, counter));
        }
        return result(name, points, range.range() / 1000.0);
    }

    private static double line(long[] times, double[] v, int i, long time, boolean counter) {
        double from = counter && v[i + 1] < v[i] ? 0 : v[i];
        return from + (v[i + 1] - from) * (time - times[i]) / (times[i + 1] - times[i]);
    }

    private static double result(String name, List<Double> points, double seconds) {
        double change = points.getLast() - points.getFirst();
        double lost = 0;
        int changes = 0;
        int resets = 0;
        for (int i = 1; i < points.size(); i++) {
            double a = points.get(i - 1);
            double b = points.get(i);
            lost += b < a ? a : 0;
            resets += b < a ? 1 : 0;
            changes += a != b && !(Double.isNaN(a) && Double.isNaN(b)) ? 1 : 0;
        }
        return switch (name) {
            case "rate" -> (change + lost) / seconds;
            case "increase" -> change + lost;
            case "delta" -> change;
            case "changes" -> changes;
            default -> resets;
        };
    }

    private static long[] times(RandomGenerator random, int n) {
        long[] times = new long[n];
        long t = random.nextLong(0, 500_000);
        for (int i = 0; i < n; i++) {
            times[i] = t;
            t += random.nextInt(15) == 0 ? random.nextLong(1, 600_000) : random.nextLong(1, 60_000);
        }
        return times;
    }

    private static double[] values(RandomGenerator random, int n, boolean monotonic) {
        double[] values = new double[n];
        double v = random.nextDouble(0, 10);
        for (int i = 0; i < n; i++) {
            v += random.nextDouble(0, 3);
            if (!monotonic && random.nextInt(6) == 0) {
                v = random.nextDouble(-3, v);
            }
            values[i] = !monotonic && random.nextInt(15) == 0 ? StaleNaN.VALUE : v;
        }
        return values;
    }

    @Test
    void smoothedValue_oddNeighbours_goIntoTheLine() {
        ExtendedRange instant = new ExtendedRange(0, 5_000, true);
        WindowGrid grid = new WindowGrid(6_000, 1_000, 3, instant.windowLength());
        long[] times = {0, 2_000, 4_000};
        double[] values = {1, Double.POSITIVE_INFINITY, Double.NaN};
        Windows windows = new Windows();
        windows.series(WindowPlan.of(grid, times, values, 3), values, false);
        double[] out = new double[3];
        long[] present = new long[1];
        ExtendedFunctions.smoothedValue(instant).floats().evaluate(windows, out, present);
        assertThat(present[0]).isEqualTo(0b111);
        assertThat(Arrays.toString(out)).isEqualTo("[Infinity, Infinity, NaN]");
    }
}
