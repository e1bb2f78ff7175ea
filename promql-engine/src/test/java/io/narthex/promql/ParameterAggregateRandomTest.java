package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Aggregations with a parameter against an evaluation step by step that sorts whatever it sees.
class ParameterAggregateRandomTest {
    private static final long STEP = 60_000;
    private static final int STEPS = 300;
    private static final int SERIES = 40;

    private interface Naive {
        /// Gives results for the present rows of one group at one step.
        void step(int group, List<Integer> rows, double[] values, Results into);
    }

    /// The text of the results by labels.
    private static final class Results {
        private final TreeMap<Labels, StringBuilder> byLabels = new TreeMap<>();
        private long time;

        void add(Labels labels, double value) {
            byLabels.computeIfAbsent(labels, _ -> new StringBuilder())
                    .append(' ')
                    .append(value)
                    .append('@')
                    .append(time);
        }

        String text() {
            StringBuilder out = new StringBuilder();
            byLabels.forEach((l, text) -> out.append(l).append(text).append('\n'));
            return out.toString().strip();
        }
    }

    @Test
    void aggregations_ofRandomSeries_areThoseOfANaiveEvaluation() {
        Seeds.forEach(12, ParameterAggregateRandomTest::compare);
    }

    private static void compare(long seed) {
        RandomGenerator random = Seeds.random(seed);
        double[][] values = values(random);
        int k = 1 + random.nextInt(12);
        double q = random.nextInt(11) / 10.0;
        check(values, "topk by (g) (" + k + ", x)", (_, rows, v, into) -> top(k, 1, rows, v, into));
        check(
                values,
                "bottomk by (g) (" + k + ", x)",
                (_, rows, v, into) -> top(k, -1, rows, v, into));
        check(
                values,
                "limitk by (g) (" + k + ", x)",
                (_, rows, v, into) ->
                        rows.stream().limit(k).forEach(row -> into.add(labels(row), v[row])));
        check(
                values,
                "quantile by (g) (" + q + ", x)",
                (group, rows, v, into) -> into.add(group(group), quantile(q, rows, v)));
        check(
                values,
                "count_values by (g) (\"v\", x)",
                (group, rows, v, into) -> count(group, rows, v, into));
    }

    private static double[][] values(RandomGenerator random) {
        double[][] values = new double[SERIES][STEPS];
        for (double[] row : values) {
            boolean gap = random.nextInt(4) == 0;
            for (int k = 0; k < STEPS; k++) {
                gap = random.nextInt(30) == 0 ? !gap : gap;
                int any = random.nextInt(20);
                row[k] = gap ? Double.NEGATIVE_INFINITY : any == 0 ? Double.NaN : any / 4.0;
            }
        }
        return values;
    }

    private static Labels labels(int row) {
        return Labels.of(
                "__name__", "x", "g", String.valueOf(row % 3), "i", String.valueOf(100 + row));
    }

    private static Labels group(int group) {
        return Labels.of("g", String.valueOf(group));
    }

    private static void check(double[][] values, String query, Naive naive) {
        String expected = naive(values, naive);
        assertThat(evaluate(values, query, 1, 0)).as(query).isEqualTo(expected);
        assertThat(evaluate(values, query, 2, 0)).as(query).isEqualTo(expected);
        assertThat(evaluate(values, query, 2, 99)).as(query).isEqualTo(expected);
    }

    /// @param before so many steps without samples come first, which makes other tiles
    private static String evaluate(double[][] values, String query, int threads, int before) {
        try (EngineFixture engine = new EngineFixture(TestOptions.experimental(threads))) {
            for (int row = 0; row < values.length; row++) {
                StringBuilder text = new StringBuilder();
                for (double v : values[row]) {
                    text.append(text.isEmpty() ? "" : " ")
                            .append(v == Double.NEGATIVE_INFINITY ? "stale" : String.valueOf(v));
                }
                engine.load(labels(row), STEP, text.toString());
            }
            return EngineFixture.text(
                    engine.range(query, -before * STEP, (STEPS - 1) * STEP, STEP));
        }
    }

    private static String naive(double[][] values, Naive naive) {
        Results results = new Results();
        for (int k = 0; k < STEPS; k++) {
            results.time = k * STEP;
            double[] now = new double[SERIES];
            for (int group = 0; group < 3; group++) {
                List<Integer> rows = new ArrayList<>();
                for (int row = group; row < SERIES; row += 3) {
                    now[row] = values[row][k];
                    if (now[row] != Double.NEGATIVE_INFINITY) {
                        rows.add(row);
                    }
                }
                if (!rows.isEmpty()) {
                    naive.step(group, rows, now, results);
                }
            }
        }
        return results.text();
    }

    private static void top(int k, int sign, List<Integer> rows, double[] v, Results into) {
        rows.stream()
                .sorted(
                        Comparator.<Integer, Boolean>comparing(row -> Double.isNaN(v[row]))
                                .thenComparing(row -> -sign * v[row])
                                .thenComparing(row -> row))
                .limit(k)
                .forEach(row -> into.add(labels(row), v[row]));
    }

    private static double quantile(double q, List<Integer> rows, double[] v) {
        double[] sorted =
                rows.stream()
                        .mapToDouble(
                                row -> Double.isNaN(v[row]) ? Double.NEGATIVE_INFINITY : v[row])
                        .sorted()
                        .toArray();
        double rank = q * (sorted.length - 1);
        int lower = (int) rank;
        double low = sorted[lower];
        double high = sorted[Math.min(lower + 1, sorted.length - 1)];
        return low == Double.NEGATIVE_INFINITY
                ? Double.NaN
                : low * (1 - (rank - lower)) + high * (rank - lower);
    }

    private static void count(int group, List<Integer> rows, double[] v, Results into) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int row : rows) {
            String text = String.valueOf(v[row]);
            counts.merge(text.endsWith(".0") ? text.replace(".0", "") : text, 1, Integer::sum);
        }
        counts.forEach((text, n) -> into.add(group(group).with("v", text), n));
    }
}
