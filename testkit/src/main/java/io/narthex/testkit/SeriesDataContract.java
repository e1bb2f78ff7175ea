package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.SeriesData;
import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// What every implementation of [SeriesData] must keep, whatever it stores the samples in. Inherit
/// it and build a series from given samples.
public abstract class SeriesDataContract {
    private static final long T0 = 1_750_003_200_000L;

    /// A series with exactly these samples, times strictly ascending.
    ///
    /// @param starts start timestamps, 0 where not known
    protected abstract SeriesData series(
            Labels labels, long[] times, double[] values, long[] starts);

    /// Whether start timestamps are kept; else none is known.
    protected boolean keepsStartTimestamps() {
        return true;
    }

    @Test
    void reads_agreeWithTheSamplesThatWentIn() {
        Seeds.forEach(40, this::check);
    }

    private void check(long seed) {
        RandomGenerator random = Seeds.random(seed);
        int n = 1 + random.nextInt(700);
        long[] times = times(random, n);
        double[] values = values(random, n);
        long[] starts = StartSequences.of(random, times);
        Labels labels = Labels.of(Labels.NAME, "x", "seed", "s" + seed);
        SeriesData series = series(labels, times, values, starts);
        long[] known = keepsStartTimestamps() ? starts : new long[n];

        assertThat(series.count()).isEqualTo(n);
        for (int round = 0; round < 20; round++) {
            int from = random.nextInt(n);
            int length = random.nextInt(n - from + 1);
            checkRange(series, times, values, from, length);
            long t = times[from] + random.nextInt(-2, 3);
            assertThat(series.lowerBound(t)).as("lowerBound").isEqualTo(lowerBound(times, t));
            assertThat(series.timeAt(from)).isEqualTo(times[from]);
            assertThat(bits(series.valueAt(from))).isEqualTo(bits(values[from]));
            assertThat(series.startTimestampAt(from)).isEqualTo(known[from]);
        }
        assertThat(series.lowerBound(times[n - 1] + 1)).isEqualTo(n);
        for (int i = 0; i < n; i++) {
            assertThat(series.startTimestampAt(i)).as("start timestamp %d", i).isEqualTo(known[i]);
        }
        assertThat(series.hasStartTimestamps())
                .isEqualTo(Arrays.stream(known).anyMatch(s -> s != 0));
    }

    private static void checkRange(
            SeriesData series, long[] times, double[] values, int from, int length) {
        long[] gotTimes = new long[length + 2];
        double[] gotValues = new double[length + 2];
        series.times(from, length, gotTimes, 1);
        series.values(from, length, gotValues, 1);
        for (int i = 0; i < length; i++) {
            assertThat(gotTimes[i + 1]).isEqualTo(times[from + i]);
            assertThat(bits(gotValues[i + 1])).isEqualTo(bits(values[from + i]));
        }
        boolean drop = false;
        for (int i = from + 1; i < from + length; i++) {
            drop |= values[i] < values[i - 1];
        }
        if (drop) {
            assertThat(series.noDrop(from, length)).as("noDrop with a drop").isFalse();
        }
        checkKey(series, times, values, from, length);
    }

    /// The key of a range equals the key of a range of another series only if times and stale
    /// positions agree; here the other one is shifted by a millisecond, so it must differ.
    private static void checkKey(
            SeriesData series, long[] times, double[] values, int from, int length) {
        TimeKey key = new TimeKey();
        if (length == 0 || !series.timeKey(from, length, key)) {
            return;
        }
        TimeKey again = new TimeKey();
        series.timeKey(from, length, again);
        assertThat(again).isEqualTo(key);
        assertThat(again.hashCode()).isEqualTo(key.hashCode());
        if (from + length < times.length) {
            TimeKey longer = new TimeKey();
            series.timeKey(from, length + 1, longer);
            assertThat(longer).isNotEqualTo(key);
        }
        boolean stale = Arrays.stream(values, from, from + length).anyMatch(StaleNaN::isStale);
        TimeKey plain = new TimeKey();
        for (int i = from; i < from + length; i++) {
            plain.addTime(times[i]);
        }
        if (stale) {
            assertThat(plain).as("stale positions belong to the key").isNotEqualTo(key);
        }
    }

    private static int lowerBound(long[] times, long t) {
        int i = 0;
        while (i < times.length && times[i] < t) {
            i++;
        }
        return i;
    }

    private static long bits(double v) {
        return Double.doubleToRawLongBits(v);
    }

    private static long[] times(RandomGenerator random, int n) {
        int interval = 1 + random.nextInt(30_000);
        int jitter = random.nextInt(3) == 0 ? Math.min(interval, 4) : 1;
        long[] times = new long[n];
        long t = T0;
        for (int i = 0; i < n; i++) {
            times[i] = t + random.nextInt(jitter);
            t += interval * (random.nextInt(60) == 0 ? 1L + random.nextInt(5) : 1L);
        }
        return times;
    }

    private static double[] values(RandomGenerator random, int n) {
        int kind = random.nextInt(5);
        double[] values = new double[n];
        double v = random.nextInt(1000);
        for (int i = 0; i < n; i++) {
            v =
                    switch (kind) {
                        case 0 -> v + random.nextInt(20);
                        case 1 -> v + random.nextInt(2000) / 1000.0;
                        case 2 -> random.nextDouble();
                        case 3 -> Double.longBitsToDouble(random.nextLong());
                        default -> random.nextInt(50) == 0 ? 0 : v + 1;
                    };
            values[i] = random.nextInt(80) == 0 ? StaleNaN.VALUE : v;
        }
        return values;
    }
}
