package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// `histogram_quantile` against an evaluation step by step without tiles, rows or bitmaps.
class HistogramQuantileRandomTest {
    private static final long STEP = 60_000;
    private static final int STEPS = 400;
    private static final String[] BOUNDS = {"-1", "0", "0.5", "1", "1.0", "2.5", "1e1", "+Inf"};

    /// A bucket's values by step, NaN where it has none.
    private record Bucket(int histogram, String le, double[] values) {}

    @Test
    void quantile_ofRandomBuckets_isThatOfANaiveEvaluation() {
        Seeds.forEach(20, HistogramQuantileRandomTest::compare);
    }

    private static void compare(long seed) {
        RandomGenerator random = Seeds.random(seed);
        List<Bucket> buckets = buckets(random);
        double q = random.nextInt(21) / 20.0;
        String query = "histogram_quantile(" + q + ", b)";
        String expected = naive(buckets, q);
        assertThat(evaluate(buckets, query, 1, 0)).isEqualTo(expected);
        assertThat(evaluate(buckets, query, 2, 0)).isEqualTo(expected);
        assertThat(evaluate(buckets, query, 2, 77)).isEqualTo(expected);
    }

    private static List<Bucket> buckets(RandomGenerator random) {
        List<Bucket> buckets = new ArrayList<>();
        for (int histogram = 0; histogram < 4; histogram++) {
            for (String le : BOUNDS) {
                if (random.nextInt(8) > 0) {
                    buckets.add(new Bucket(histogram, le, values(random)));
                }
            }
        }
        return buckets;
    }

    private static double[] values(RandomGenerator random) {
        double[] values = new double[STEPS];
        boolean gap = false;
        for (int k = 0; k < STEPS; k++) {
            gap = random.nextInt(20) == 0 ? !gap : gap;
            values[k] = gap ? Double.NaN : random.nextInt(10);
        }
        return values;
    }

    /// @param before so many steps without samples come first, which makes other tiles
    private static String evaluate(List<Bucket> buckets, String query, int threads, int before) {
        try (EngineFixture engine = new EngineFixture(EngineFixture.threads(threads))) {
            for (Bucket b : buckets) {
                StringBuilder values = new StringBuilder();
                for (double v : b.values) {
                    values.append(values.isEmpty() ? "" : " ")
                            .append(Double.isNaN(v) ? "stale" : String.valueOf(v));
                }
                String histogram = String.valueOf(b.histogram);
                engine.load(
                        Labels.of("__name__", "b", "h", histogram, "le", b.le),
                        STEP,
                        values.toString());
            }
            return EngineFixture.text(
                    engine.range(query, -before * STEP, (STEPS - 1) * STEP, STEP));
        }
    }

    private static String naive(List<Bucket> buckets, double q) {
        StringBuilder out = new StringBuilder();
        for (int histogram = 0; histogram < 4; histogram++) {
            StringBuilder row = new StringBuilder();
            for (int k = 0; k < STEPS; k++) {
                TreeMap<Double, Double> counts = new TreeMap<>();
                for (Bucket b : buckets) {
                    if (b.histogram == histogram && !Double.isNaN(b.values[k])) {
                        double bound =
                                b.le.equals("+Inf")
                                        ? Double.POSITIVE_INFINITY
                                        : Double.parseDouble(b.le);
                        counts.merge(bound, b.values[k], Double::sum);
                    }
                }
                if (!counts.isEmpty()) {
                    row.append(' ').append(naive(counts, q)).append('@').append(k * STEP);
                }
            }
            if (!row.isEmpty()) {
                out.append("{h=\"").append(histogram).append("\"}").append(row).append('\n');
            }
        }
        return out.toString().strip();
    }

    private static double naive(TreeMap<Double, Double> counts, double q) {
        if (!Double.isInfinite(counts.lastKey()) || counts.size() < 2) {
            return Double.NaN;
        }
        double most = 0;
        for (Map.Entry<Double, Double> e : counts.entrySet()) {
            most = Math.max(most, e.getValue());
            e.setValue(most);
        }
        if (most == 0) {
            return Double.NaN;
        }
        double rank = q * most;
        double start = 0;
        double below = 0;
        for (Map.Entry<Double, Double> e : counts.entrySet()) {
            double bound = e.getKey();
            if (e.getValue() >= rank) {
                if (Double.isInfinite(bound)) {
                    return counts.lowerKey(bound);
                }
                boolean first = bound == counts.firstKey();
                return first && bound <= 0
                        ? bound
                        : start + (bound - start) * ((rank - below) / (e.getValue() - below));
            }
            start = bound;
            below = e.getValue();
        }
        throw new AssertionError("the last bucket holds all");
    }
}
