package io.narthex.benchmarks;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import java.util.random.RandomGenerator;

/// Counters of several targets, as scrapes would have found them: all series of a target share its
/// timestamps, which may jitter.
///
/// @param labels of each series, in label order
/// @param times by target and scrape, epoch milliseconds
/// @param values by series and scrape
/// @param targets number of targets; series `i` belongs to target `i % targets`, so that in label
///     order the next series is another target's
record Counters(Labels[] labels, long[][] times, double[][] values, int targets) {
    private static final long START = 1_700_000_000_000L;
    private static final int TARGETS = 50;
    private static final int GROUPS = 20;

    /// Seconds between scrapes.
    static final int INTERVAL = 15;

    /// @param jitter in milliseconds, up and down
    static Counters of(int series, int scrapes, int jitter, long seed) {
        RandomGenerator random = Seeds.random(seed);
        long[][] times = new long[TARGETS][scrapes];
        for (long[] target : times) {
            long offset = random.nextInt(INTERVAL * 1000);
            for (int k = 0; k < scrapes; k++) {
                int shift = jitter == 0 ? 0 : random.nextInt(-jitter, jitter + 1);
                target[k] = START + offset + k * INTERVAL * 1000L + shift;
            }
        }
        Labels[] labels = new Labels[series];
        double[][] values = new double[series][scrapes];
        for (int i = 0; i < series; i++) {
            labels[i] = Labels.of("__name__", "x", "g", "g" + i % GROUPS, "i", "%06d".formatted(i));
            double v = random.nextInt(1000);
            for (int k = 0; k < scrapes; k++) {
                v += random.nextInt(11);
                values[i][k] = v;
            }
        }
        return new Counters(labels, times, values, TARGETS);
    }

    int series() {
        return labels.length;
    }

    int scrapes() {
        return times[0].length;
    }

    long[] timesOf(int series) {
        return times[series % targets];
    }

    /// The group of a series, as a number.
    static int groupOf(int series) {
        return series % GROUPS;
    }

    static int groups() {
        return GROUPS;
    }

    /// The first evaluation time of the benchmarked range: the first full five minutes.
    static long firstStep() {
        return START + 300_000 + INTERVAL * 1000L;
    }
}
