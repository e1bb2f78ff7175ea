package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.random.RandomGenerator;

class OpenBlockTest {
    private static final int AT = 5;

    @Test
    void everyPrefix_comesBackBitForBit() {
        Seeds.forEach(
                5000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, Chunks.MAX_SAMPLES);
                    long[] times = SampleSequences.times(r, n);
                    double[] values = SampleSequences.values(r, n);
                    check(times, values, r);
                });
    }

    private static void check(long[] times, double[] values, RandomGenerator r) {
        int n = times.length;
        byte[] page = new byte[AT + n * Chunks.MAX_OPEN_SAMPLE_BYTES];
        OpenBlockState s = new OpenBlockState();
        int half = r.nextInt(n) + 1;
        int halfLength = 0;
        for (int i = 0; i < n; i++) {
            byte[] before = page.clone();
            int length = s.byteLength;
            int written = OpenBlock.append(page, AT, page.length - AT, s, times[i], values[i]);
            assertThat(written).isBetween(1, Chunks.MAX_OPEN_SAMPLE_BYTES);
            assertThat(s.byteLength).isEqualTo(length + written);
            assertThat(Arrays.equals(before, 0, AT + length, page, 0, AT + length)).isTrue();
            halfLength = i + 1 == half ? s.byteLength : halfLength;
        }
        expect(page, s.byteLength, n, times, values);
        expect(page, halfLength, half, times, values);
    }

    private static void expect(
            byte[] page, int byteLength, int count, long[] times, double[] values) {
        long[] gotTimes = new long[count];
        double[] gotValues = new double[count];
        OpenBlockReader.decode(page, AT, byteLength, count, gotTimes, gotValues);
        for (int i = 0; i < count; i++) {
            assertThat(gotTimes[i]).isEqualTo(times[i]);
            assertThat(Double.doubleToRawLongBits(gotValues[i]))
                    .isEqualTo(Double.doubleToRawLongBits(values[i]));
        }
    }

    @Test
    void fullRegion_isRefusedWithTheBytesNeeded() {
        Seeds.forEach(
                2000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, 40);
                    long[] times = SampleSequences.times(r, n);
                    double[] values = SampleSequences.values(r, n);
                    byte[] page = new byte[4096];
                    OpenBlockState s = new OpenBlockState();
                    for (int i = 0; i < n; i++) {
                        int capacity = s.byteLength + r.nextInt(Chunks.MAX_OPEN_SAMPLE_BYTES);
                        int count = s.count;
                        int length = s.byteLength;
                        int got = OpenBlock.append(page, AT, capacity, s, times[i], values[i]);
                        if (got < 0) {
                            assertThat(s.count).isEqualTo(count);
                            assertThat(s.byteLength).isEqualTo(length);
                            assertThat(-got).isGreaterThan(capacity - length);
                            int again =
                                    OpenBlock.append(
                                            page, AT, length - got, s, times[i], values[i]);
                            assertThat(again).isEqualTo(-got);
                        }
                    }
                    expect(page, s.byteLength, n, times, values);
                });
    }

    @Test
    void decimalPair_readsBackAsItsQuotient() {
        Seeds.forEach(
                3000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    byte[] page = new byte[8192];
                    OpenBlockState s = new OpenBlockState();
                    int n = r.nextInt(1, 60);
                    long[] times = SampleSequences.times(r, n);
                    double[] values = new double[n];
                    for (int i = 0; i < n; i++) {
                        long mantissa = r.nextLong(1L << r.nextInt(1, 54)) * (r.nextInt(3) - 1);
                        int exponent = r.nextInt(r.nextBoolean() ? 4 : 23);
                        values[i] = mantissa / Math.pow(10, exponent);
                        OpenBlock.append(page, AT, 8000, s, times[i], mantissa, exponent);
                    }
                    expect(page, s.byteLength, n, times, values);
                });
    }

    @Test
    void staleMarker_leavesTheBlockCompact() {
        byte[] page = new byte[4096];
        OpenBlockState s = new OpenBlockState();
        for (int i = 0; i < 100; i++) {
            double v = i == 50 ? StaleNaN.VALUE : 1000 + i;
            OpenBlock.append(page, 0, page.length, s, 1_790_000_000_000L + 15_000L * i, v);
        }
        assertThat(s.byteLength).isLessThan(130);
    }
}
