package io.narthex.promql.test.naive.random;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// One native histogram after the other: a counter that is reset now and then, or a gauge; rarely
/// the layout changes.
///
/// Thread safety: for one thread.
final class RandomHistogram {
    private static final double[][] BOUNDS = {{0.5, 1, 2.5}, {1, 2.5, 5}, {0.1, 1, 5}, {1}};

    private final RandomGenerator random;
    private final boolean gauge;
    private final boolean changes;
    private final boolean hints;
    private boolean custom;
    private boolean negative;
    private int schema;
    private double threshold;
    private double[] bounds;
    private final TreeMap<Integer, Double> positives = new TreeMap<>();
    private final TreeMap<Integer, Double> negatives = new TreeMap<>();
    private double zeros;
    private double sum;
    private double nans;

    RandomHistogram(RandomGenerator random, String metric) {
        this.random = random;
        this.gauge = metric.equals("hgauge");
        this.changes = random.nextInt(3) == 0;
        this.hints = random.nextInt(3) == 0;
        this.custom = metric.equals("nhcb") || (metric.equals("mixed") && random.nextInt(3) == 0);
        this.negative = random.nextInt(3) == 0;
        this.schema = random.nextInt(4) - 1;
        this.threshold = random.nextInt(3) == 0 ? 0.5 : 0.001;
        this.bounds = BOUNDS[random.nextInt(BOUNDS.length)];
    }

    /// What stands where a series ended.
    static FloatHistogram stale(FloatHistogram h) {
        return new FloatHistogram(
                h.schema(),
                h.zeroThreshold(),
                0,
                0,
                StaleNaN.VALUE,
                Buckets.NONE,
                Buckets.NONE,
                h.bounds(),
                ResetHint.UNKNOWN);
    }

    FloatHistogram next() {
        boolean reset = gauge || random.nextInt(15) == 0;
        if (reset) {
            clear();
        }
        if (changes && random.nextInt(12) == 0) {
            change();
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            observe();
        }
        ResetHint hint = ResetHint.UNKNOWN;
        if (gauge && random.nextInt(10) > 0) {
            hint = ResetHint.GAUGE;
        } else if (hints) {
            hint =
                    (random.nextInt(10) == 0) != reset
                            ? ResetHint.COUNTER_RESET
                            : ResetHint.NOT_COUNTER_RESET;
        }
        return histogram(hint);
    }

    private void clear() {
        positives.clear();
        negatives.clear();
        zeros = 0;
        sum = 0;
        nans = 0;
    }

    private void change() {
        clear();
        switch (random.nextInt(5)) {
            case 0 -> schema = random.nextInt(4) - 1;
            case 1 -> threshold = random.nextInt(3) == 0 ? 0.5 : 0.001;
            case 2 -> bounds = BOUNDS[random.nextInt(BOUNDS.length)];
            case 3 -> negative = !negative;
            default -> custom = !custom;
        }
    }

    private void observe() {
        double count = (1 + random.nextInt(8)) / 2.0;
        sum += count * (random.nextInt(20) / 4.0);
        int kind = random.nextInt(40);
        if (kind == 0) {
            nans += count;
            sum = Double.NaN;
        } else if (custom) {
            positives.merge(random.nextInt(bounds.length + 1), count, Double::sum);
        } else if (kind < 8) {
            zeros += count;
        } else if (negative && kind < 20) {
            negatives.merge(random.nextInt(5), count, Double::sum);
        } else {
            positives.merge(random.nextInt(6), count, Double::sum);
        }
    }

    private FloatHistogram histogram(ResetHint hint) {
        double all = nans + zeros;
        for (double count : positives.values()) {
            all += count;
        }
        for (double count : negatives.values()) {
            all += count;
        }
        return custom
                ? FloatHistogram.custom(all, sum, buckets(positives), bounds, hint)
                : new FloatHistogram(
                        schema,
                        threshold,
                        zeros,
                        all,
                        sum,
                        buckets(positives),
                        buckets(negatives),
                        new double[0],
                        hint);
    }

    private static Buckets buckets(Map<Integer, Double> counts) {
        return Buckets.of(
                counts.keySet().stream().mapToInt(i -> i).toArray(),
                counts.values().stream().mapToDouble(c -> c).toArray());
    }
}
