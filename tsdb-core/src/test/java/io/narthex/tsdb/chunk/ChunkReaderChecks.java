package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;

import java.util.random.RandomGenerator;

/// What tests of all encodings check.
final class ChunkReaderChecks {
    private ChunkReaderChecks() {}

    /// Compares everything a reader says of its samples with what went in.
    static void samples(ChunkReader chunk, long[] times, double[] values, RandomGenerator r) {
        int n = times.length;
        assertThat(chunk.count()).isEqualTo(n);
        assertThat(chunk.mint()).isEqualTo(times[0]);
        assertThat(chunk.maxt()).isEqualTo(times[n - 1]);
        range(chunk, times, values, 0, n);
        int from = r.nextInt(n);
        range(chunk, times, values, from, r.nextInt(n - from + 1));
        boolean noDrop = true;
        int stale = 0;
        for (int i = 0; i < n; i++) {
            noDrop &= i == 0 || !(values[i] < values[i - 1]);
            if (StaleNaN.isStale(values[i])) {
                assertThat(chunk.staleAt(stale++)).isEqualTo(i);
            }
        }
        assertThat(chunk.noDrop()).isEqualTo(noDrop);
        assertThat(chunk.staleCount()).isEqualTo(stale);
        long near = times[r.nextInt(n)];
        for (long t : new long[] {near, near - 1, near + 1, times[0] - 9, times[n - 1] + 1}) {
            int expected = 0;
            while (expected < n && times[expected] < t) {
                expected++;
            }
            assertThat(chunk.lowerBound(t)).isEqualTo(expected);
        }
    }

    private static void range(ChunkReader chunk, long[] times, double[] values, int from, int n) {
        long[] gotTimes = new long[n + 2];
        double[] gotValues = new double[n + 2];
        chunk.times(from, n, gotTimes, 1);
        chunk.values(from, n, gotValues, 1);
        for (int i = 0; i < n; i++) {
            same(gotTimes[i + 1], times[from + i], from + i);
            same(bits(gotValues[i + 1]), bits(values[from + i]), from + i);
            same(chunk.timeAt(from + i), times[from + i], from + i);
            same(bits(chunk.valueAt(from + i)), bits(values[from + i]), from + i);
        }
    }

    /// Half a billion of these take seconds, of others minutes.
    private static void same(long actual, long expected, int sample) {
        if (actual != expected) {
            assertThat(actual).as("sample %d", sample).isEqualTo(expected);
        }
    }

    /// Changes some bits or sets some bytes to an extreme.
    static void mutate(RandomGenerator r, byte[] bytes, int at, int length) {
        for (int k = r.nextInt(1, 4); k > 0; k--) {
            int i = at + (r.nextBoolean() ? r.nextInt(Math.min(length, 12)) : r.nextInt(length));
            switch (r.nextInt(4)) {
                case 0 -> bytes[i] = (byte) 0xff;
                case 1 -> bytes[i] = 0;
                case 2 -> bytes[i] = 0x7f;
                default -> bytes[i] ^= (byte) (1 << r.nextInt(8));
            }
        }
    }

    /// Reads the bytes: they are refused, or all of the samples can be read.
    static void soundOrMalformed(ChunkReader chunk, byte[] bytes, int at, int length) {
        try {
            chunk.reset(bytes, at, length);
            chunk.verify();
        } catch (MalformedChunkException e) {
            assertThat(e.reason()).isNotEmpty();
            return;
        }
        int n = chunk.count();
        chunk.times(0, n, new long[n], 0);
        chunk.values(0, n, new double[n], 0);
        assertThat(chunk.lowerBound(chunk.timeAt(n - 1) + 1)).isEqualTo(n);
        assertThat(chunk.staleCount()).isBetween(0, n);
        for (int i = 0; i < n; i++) {
            chunk.valueAt(i);
            chunk.startAt(i);
        }
    }

    private static long bits(double v) {
        return Double.doubleToRawLongBits(v);
    }
}
