package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

class Xor2ChunkTest {
    private static final int AT = 13;

    private final Xor2Encoder encoder = new Xor2Encoder();
    private final ChunkReader chunk = ChunkEncoding.XOR2.newReader();
    private final byte[] page =
            new byte[AT + new Xor2Encoder().maxBytes(Chunks.MAX_SAMPLES) + Chunks.SLACK];

    @Test
    void everySample_comesBackBitForBit() {
        Seeds.forEach(20_000, this::roundTrip);
    }

    private void roundTrip(long seed) {
        RandomGenerator r = Seeds.random(seed);
        int n = r.nextInt(8) == 0 ? r.nextInt(1, 4) : r.nextInt(1, Chunks.MAX_SAMPLES + 1);
        long[] times = SampleSequences.times(r, n);
        double[] values = SampleSequences.values(r, n);
        long[] starts = starts(r, times);
        Arrays.fill(page, (byte) 0x5a);
        int length = encoder.encode(times, values, starts, n, page, AT);
        assertThat(length).isBetween(1, encoder.maxBytes(n));
        Arrays.fill(page, AT + length, page.length, (byte) 0xa5);
        chunk.reset(page, AT, length);
        chunk.verify();
        ChunkReaderChecks.samples(chunk, times, values, r);
        for (int i = 0; i < n; i++) {
            assertThat(chunk.startAt(i)).isEqualTo(starts[i]);
        }
    }

    /// None, one for all, one that changes now and then, that of deltas, or any.
    private static long[] starts(RandomGenerator r, long[] times) {
        int kind = r.nextInt(5);
        long[] starts = new long[times.length];
        for (int i = 1; i < times.length && kind > 0; i++) {
            starts[i] =
                    switch (kind) {
                        case 1 -> 1_780_000_000_000L;
                        case 2 -> r.nextInt(20) == 0 ? times[i] - 1 : starts[i - 1];
                        case 3 -> times[i - 1];
                        default -> r.nextLong();
                    };
        }
        starts[0] = kind == 1 ? 1_780_000_000_000L : r.nextBoolean() ? 0 : times[0] - 5_000;
        return starts;
    }

    /// Every width of a difference of differences at both of its ends.
    @Test
    void differences_atTheEndsOfTheirWidths_comeBack() {
        for (int width : new int[] {13, 20}) {
            long limit = 1L << (width - 1);
            for (long dod : new long[] {limit - 1, limit, 1 - limit, -limit, -limit - 1}) {
                long[] times = {0, 1L << 30, (1L << 31) + dod};
                int length = encoder.encode(times, new double[3], 3, page, AT);
                chunk.reset(page, AT, length);
                assertThat(chunk.timeAt(2)).isEqualTo(times[2]);
            }
        }
    }

    @Test
    void layout_isPrometheus() {
        long[] times = {1000, 2000, 3000, 4001, 5001};
        double[] values = {1.5, 1.5, StaleNaN.VALUE, 4.5, 4.5};
        long[] starts = {0, 0, 0, 500, 500};
        int length = encoder.encode(times, values, starts, 5, page, AT);
        assertThat(HexFormat.of().formatHex(page, AT, AT + length))
                .isEqualTo(
                        // 5 samples; the fourth has another start timestamp; 1000; 1.5
                        "000503d00f3ff8000000000000"
                                // 1000 later, 0: unchanged; 11111: stale, in time; …
                                + "e8077f000704effd7e027137ffde3e90");
    }

    @Test
    void arbitraryBytes_areASoundChunkOrMalformed() {
        Seeds.forEach(
                20_000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, Chunks.MAX_SAMPLES + 1);
                    long[] times = SampleSequences.times(r, n);
                    double[] values = SampleSequences.values(r, n);
                    int length = encoder.encode(times, values, starts(r, times), n, page, AT);
                    ChunkReaderChecks.mutate(r, page, AT, length);
                    ChunkReaderChecks.soundOrMalformed(
                            chunk, page, AT, r.nextInt(4) == 0 ? r.nextInt(length) : length);
                });
    }

    @Test
    void count_thatTheBytesCannotHold_isMalformed() {
        int length = encoder.encode(new long[] {1, 2}, new double[2], 2, page, AT);
        page[AT] = (byte) 0xff;
        assertThatThrownBy(() -> chunk.reset(page, AT, length))
                .isInstanceOf(MalformedChunkException.class)
                .hasMessageContaining("65282 samples");
    }
}
