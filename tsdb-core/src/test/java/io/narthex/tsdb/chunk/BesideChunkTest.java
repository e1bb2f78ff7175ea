package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.StaleNaN;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

class BesideChunkTest {
    private static final BesideEncoder.Place PLACE = new BesideEncoder.Place(1, 4);

    private final BesideEncoder encoder = new BesideEncoder();
    private final BesideChunk chunk = new BesideChunk();
    private final LforChunk decoder = new LforChunk();
    private final byte[] bytes = new byte[BesideEncoder.MAX_BYTES + Chunks.SLACK];
    private int stored;

    @Test
    void everySampleThatCanBeStoredSo_comesBackBitForBit() {
        Seeds.forEach(5000, this::roundTrip);
        assertThat(stored).isGreaterThan(1000);
    }

    private void roundTrip(long seed) {
        RandomGenerator r = Seeds.random(seed);
        int n = r.nextInt(1, Chunks.MAX_LONG_SAMPLES + 1);
        long[] times = SampleSequences.times(r, n);
        double[] others = SampleSequences.values(r, n);
        double[] values = r.nextBoolean() ? SampleSequences.values(r, n) : others.clone();
        for (int i = 0; i < n; i++) {
            values[i] += r.nextInt(3);
        }
        int length = encoder.encode(times, values, others, n, PLACE, bytes);
        if (length == BesideEncoder.IMPOSSIBLE) {
            return;
        }
        stored++;
        assertThat(length).isLessThanOrEqualTo(BesideEncoder.MAX_BYTES);
        Arrays.fill(bytes, length, bytes.length, (byte) 0xa5);
        chunk.reset(bytes, 0, length);
        chunk.verify();
        assertThat(chunk.distance()).isEqualTo(4);
        assertThat(chunk.depth()).isOne();
        chunk.complete(others, decoder);
        ChunkReaderChecks.samples(chunk, times, values, r);
    }

    @Test
    void whatASumDoesNotGiveBack_isNotStoredSo() {
        long[] times = {1, 2};
        double[] others = {3, 4};
        for (double odd : new double[] {Double.NaN, StaleNaN.VALUE, 0.1}) {
            double[] values = {3, odd};
            assertThat(encoder.encode(times, values, others, 2, PLACE, bytes))
                    .isEqualTo(BesideEncoder.IMPOSSIBLE);
        }
        double[] zeros = {-0.0, 0};
        assertThat(encoder.encode(times, zeros, others, 2, PLACE, bytes))
                .isEqualTo(BesideEncoder.IMPOSSIBLE);
    }

    @Test
    void values_beforeTheOthersAreKnown_areABug() {
        long[] times = {1, 2};
        double[] values = {3, 4};
        int length = encoder.encode(times, values, values, 2, PLACE, bytes);
        chunk.reset(bytes, 0, length);
        assertThat(chunk.maxt()).isEqualTo(2);
        assertThat(chunk.isComplete()).isFalse();
        assertThatThrownBy(() -> chunk.valueAt(0)).hasMessageContaining("BUG");
    }

    @Test
    void arbitraryBytes_areASoundChunkOrMalformed() {
        Seeds.forEach(
                10_000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, Chunks.MAX_LONG_SAMPLES + 1);
                    long[] times = SampleSequences.times(r, n);
                    double[] others = new double[n];
                    Arrays.setAll(others, i -> r.nextInt(100));
                    double[] values = others.clone();
                    values[r.nextInt(n)]++;
                    int length = encoder.encode(times, values, others, n, PLACE, bytes);
                    ChunkReaderChecks.mutate(r, bytes, 0, length);
                    soundOrMalformed(r.nextInt(4) == 0 ? r.nextInt(length) : length);
                });
    }

    private void soundOrMalformed(int length) {
        try {
            chunk.reset(bytes, 0, length);
            chunk.verify();
        } catch (MalformedChunkException e) {
            assertThat(e.reason()).isNotEmpty();
            return;
        }
        assertThat(chunk.depth()).isBetween(1, BesideChunk.MAX_DEPTH);
        assertThat(chunk.distance()).isBetween(1, BesideChunk.MAX_DISTANCE);
        int n = chunk.count();
        chunk.complete(new double[n], decoder);
        chunk.values(0, n, new double[n], 0);
        assertThat(chunk.lowerBound(chunk.timeAt(n - 1) + 1)).isEqualTo(n);
    }

    @Test
    void layout_isAsDescribed() {
        long[] times = {1000, 2000, 3000, 4000};
        double[] others = {100, 110, 125, 130};
        double[] values = {100, 110, 126, 131};
        int length = encoder.encode(times, values, others, 4, PLACE, bytes);
        assertThat(HexFormat.of().formatHex(bytes, 0, length))
                .isEqualTo("030400" + "0104010000" + "0022e803e803" + "0c");
    }
}
