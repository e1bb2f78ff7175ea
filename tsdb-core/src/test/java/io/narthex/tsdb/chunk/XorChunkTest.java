package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

class XorChunkTest {
    private static final int AT = 13;
    private static final int MOST = 300;

    private final XorEncoder encoder = new XorEncoder();
    private final ChunkReader chunk = ChunkEncoding.XOR.newReader();
    private final byte[] page = new byte[AT + new XorEncoder().maxBytes(MOST) + Chunks.SLACK];

    @Test
    void everySample_comesBackBitForBit() {
        Seeds.forEach(20_000, this::roundTrip);
    }

    private void roundTrip(long seed) {
        RandomGenerator r = Seeds.random(seed);
        int n = r.nextInt(8) == 0 ? r.nextInt(1, 4) : r.nextInt(1, MOST + 1);
        long[] times = SampleSequences.times(r, n);
        double[] values = SampleSequences.values(r, n);
        Arrays.fill(page, (byte) 0x5a);
        int length = encoder.encode(times, values, n, page, AT);
        assertThat(length).isBetween(1, new XorEncoder().maxBytes(n));
        Arrays.fill(page, AT + length, page.length, (byte) 0xa5);
        chunk.reset(page, AT, length);
        chunk.verify();
        ChunkReaderChecks.samples(chunk, times, values, r);
    }

    /// Every width of a difference of differences at both of its ends, which are one off two's
    /// complement.
    @Test
    void differences_atTheEndsOfTheirWidths_comeBack() {
        for (int width : new int[] {14, 17, 20}) {
            long limit = 1L << (width - 1);
            for (long dod : new long[] {limit - 1, limit, limit + 1, 1 - limit, -limit}) {
                long[] times = {0, 1L << 30, (1L << 31) + dod};
                int length = encoder.encode(times, new double[3], 3, page, AT);
                chunk.reset(page, AT, length);
                assertThat(chunk.timeAt(2)).isEqualTo(times[2]);
            }
        }
    }

    @Test
    void layout_isPrometheus() {
        long[] times = {1000, 2000, 4000, 5001};
        double[] values = {1.5, 1.5, StaleNaN.VALUE, 4.5};
        int length = encoder.encode(times, values, 4, page, AT);
        assertThat(HexFormat.of().formatHex(page, AT, AT + length))
                .isEqualTo(
                        // 4 samples; 1000; 1.5; 1000 later
                        "0004d00f3ff8000000000000e807"
                                // 0: unchanged; 10: 1000 more in 14 bits; 11: 1 zero, 62 bits, …
                                + "41f461fa004000000000001bc199ff10000000000010");
    }

    @Test
    void arbitraryBytes_areASoundChunkOrMalformed() {
        Seeds.forEach(
                20_000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, 130);
                    int length =
                            encoder.encode(
                                    SampleSequences.times(r, n),
                                    SampleSequences.values(r, n),
                                    n,
                                    page,
                                    AT);
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
