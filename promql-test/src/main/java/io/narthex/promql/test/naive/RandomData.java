package io.narthex.promql.test.naive;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.model.StaleNaN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Random series: counters and gauges with gaps, markers, jitter and odd values. Most values are
/// quarters, so that sums of them are exact and comparisons mean the same in every engine.
///
/// Thread safety: for one thread.
public final class RandomData {
    /// The metrics; `unique` has no two equal values at a time, so that its ranks are certain.
    static final List<String> METRICS = List.of("a_total", "b", "c", "unique");

    /// Samples lie between 0 and this, in milliseconds.
    static final long END = 1_200_000;

    private final RandomGenerator random;

    /// @param random where everything comes from
    public RandomData(RandomGenerator random) {
        this.random = random;
    }

    /// A store of a few series of each metric.
    public Queryable store() {
        List<ListSeries> series = new ArrayList<>();
        for (String metric : METRICS) {
            int i = 0;
            for (Labels labels : labelSets(metric)) {
                series.add(series(series.size() + 1L, labels, i++));
            }
        }
        return new ListQueryable(series);
    }

    private Set<Labels> labelSets(String metric) {
        Set<Labels> sets = new LinkedHashSet<>();
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            Labels labels = Labels.of(Labels.NAME, metric, "g", pick("x", "y", "z"));
            if (random.nextInt(8) > 0) {
                labels = labels.with("n", pick("1", "2", "3"));
            }
            sets.add(labels);
        }
        return sets;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private ListSeries series(long ref, Labels labels, int ordinal) {
        boolean jitter = random.nextInt(3) == 0;
        long interval = random.nextBoolean() ? 15_000 : 40_000;
        boolean odd = random.nextInt(6) == 0 && !labels.metricName().equals("unique");
        long[] times = new long[(int) (END / interval) + 1];
        double[] values = new double[times.length];
        double last = random.nextInt(40) / 4.0;
        int n = 0;
        for (long t = 0; t <= END; t += interval) {
            int kind = random.nextInt(40);
            if (kind == 0) {
                t += random.nextInt(12) * interval;
            }
            last = next(labels.metricName(), last, ordinal);
            times[n] = t + (jitter ? random.nextInt(2_000) : 0);
            values[n] = kind == 1 ? StaleNaN.VALUE : odd && kind < 5 ? oddValue() : last;
            n++;
            if (n == times.length) {
                break;
            }
        }
        return new ListSeries(ref, labels, Arrays.copyOf(times, n), Arrays.copyOf(values, n));
    }

    private double next(String metric, double last, int ordinal) {
        return switch (metric) {
            case "a_total" ->
                    random.nextInt(15) == 0 ? random.nextInt(4) : last + random.nextInt(20) / 4.0;
            case "unique" -> random.nextInt(200) + ordinal / 16.0;
            default -> random.nextInt(3) == 0 ? last : (random.nextInt(80) - 40) / 4.0;
        };
    }

    private double oddValue() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> -0.0;
        };
    }
}
