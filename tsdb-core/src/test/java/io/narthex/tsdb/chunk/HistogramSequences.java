package io.narthex.tsdb.chunk;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSchema;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Seeded sequences of native histograms: integer, float and custom ones, counters that start again
/// and gauges, with stale markers.
public final class HistogramSequences {
    private static final double[] BOUNDS = {0, 0.005, 0.1, 1, 2.5, 33554.43, 1e9, 0.1 / 3 + 1e10};

    private HistogramSequences() {}

    /// @param within whether all fit one chunk: one family, no reset, stale markers at the end
    public static FloatHistogram[] of(RandomGenerator r, int n, boolean within) {
        boolean custom = r.nextInt(3) == 0;
        boolean whole = r.nextBoolean();
        boolean gauge = r.nextInt(4) == 0;
        int schema = r.nextInt(-4, 9);
        double threshold = r.nextInt(3) == 0 ? 0 : r.nextBoolean() ? 0x1p-128 : 0.001;
        FloatHistogram[] all = new FloatHistogram[n];
        TreeMap<Integer, Double> positive = new TreeMap<>();
        TreeMap<Integer, Double> negative = new TreeMap<>();
        double zero = 0;
        double sum = 0;
        boolean ended = false;
        for (int i = 0; i < n; i++) {
            if (!within && r.nextInt(30) == 0) {
                positive.clear();
                negative.clear();
                zero = 0;
                gauge = r.nextInt(4) == 0;
                schema = r.nextInt(-4, 9);
            }
            ended = within ? ended || r.nextInt(50) == 0 : r.nextInt(25) == 0;
            int range = custom ? BOUNDS.length + 1 : 30;
            grow(r, positive, custom ? 0 : -10, range, whole);
            if (!custom) {
                grow(r, negative, -10, range, whole);
                zero += whole ? r.nextInt(5) : r.nextDouble();
            }
            sum += r.nextGaussian();
            all[i] =
                    new FloatHistogram(
                            custom ? HistogramSchema.CUSTOM : schema,
                            custom ? 0 : threshold,
                            zero,
                            zero + total(positive) + total(negative),
                            ended ? StaleNaN.VALUE : sum,
                            ended ? Buckets.NONE : buckets(positive),
                            ended ? Buckets.NONE : buckets(negative),
                            custom ? BOUNDS : new double[0],
                            gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN);
        }
        return all;
    }

    private static void grow(
            RandomGenerator r,
            TreeMap<Integer, Double> counts,
            int from,
            int range,
            boolean whole) {
        for (int k = r.nextInt(4); k > 0; k--) {
            double more = whole ? r.nextInt(100) : r.nextDouble();
            counts.merge(from + r.nextInt(range), more, Double::sum);
        }
    }

    private static double total(TreeMap<Integer, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Buckets buckets(TreeMap<Integer, Double> counts) {
        return Buckets.of(
                counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
                counts.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// What has to come back: buckets that are empty may be there or not, a stale one has nothing
    /// but its sum, and hints are the chunk's.
    public static FloatHistogram comparable(FloatHistogram h) {
        if (StaleNaN.isStale(h.sum())) {
            return new FloatHistogram(
                    0,
                    0,
                    0,
                    0,
                    StaleNaN.VALUE,
                    Buckets.NONE,
                    Buckets.NONE,
                    new double[0],
                    ResetHint.UNKNOWN);
        }
        ResetHint hint = h.resetHint() == ResetHint.GAUGE ? ResetHint.GAUGE : ResetHint.UNKNOWN;
        return h.compact().withHint(hint);
    }

    /// The same, of many.
    public static FloatHistogram[] comparable(FloatHistogram[] all) {
        return Arrays.stream(all)
                .map(HistogramSequences::comparable)
                .toArray(FloatHistogram[]::new);
    }
}
