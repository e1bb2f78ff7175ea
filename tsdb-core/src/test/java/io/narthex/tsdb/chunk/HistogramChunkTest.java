package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.StartSequences;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

class HistogramChunkTest {
    private final HistogramEncoder encoder = new HistogramEncoder();

    /// The chunk of an encoding with slack behind it that holds anything.
    private byte[] encode(long[] times, FloatHistogram[] all, boolean integers) {
        return encode(times, all, null, integers);
    }

    private byte[] encode(
            long[] times, FloatHistogram[] all, long @Nullable [] starts, boolean integers) {
        boolean gauge = all[0].resetHint() == ResetHint.GAUGE;
        int length =
                encoder.encode(
                        times,
                        all,
                        starts,
                        all.length,
                        gauge ? HistogramEncoder.Start.GAUGE : HistogramEncoder.Start.UNKNOWN,
                        integers);
        byte[] chunk = Arrays.copyOf(encoder.bytes(), length + Chunks.SLACK);
        Arrays.fill(chunk, length, chunk.length, (byte) 0xa5);
        return chunk;
    }

    private static ChunkReader reader(boolean integers, boolean started) {
        return ChunkEncoding.ofHistograms(integers, started).newReader();
    }

    @Test
    void everyHistogram_comesBack() {
        int chunks = Integer.getInteger("narthex.chunks", 30_000) / 10;
        Seeds.forEach(chunks, this::roundTrip);
        ReliabilityRecord.put(
                "chunks of native histograms",
                "mvn -Psoak -pl tsdb-core -am test -Dtest=HistogramChunkTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false",
                0,
                chunks,
                "integer and float counts, custom bounds, gauges, stale markers: each came back");
    }

    private void roundTrip(long seed) {
        RandomGenerator r = Seeds.random(seed);
        int n = r.nextInt(1, Chunks.MAX_SAMPLES + 1);
        long[] times = SampleSequences.times(r, n);
        FloatHistogram[] all = HistogramSequences.of(r, n, true);
        boolean integers = Arrays.stream(all).allMatch(HistogramEncoder::isInteger);
        long[] starts = StartSequences.of(r, times);
        boolean started = r.nextBoolean();
        byte[] bytes = encode(times, all, started ? starts : null, integers);
        ChunkReader chunk = reader(integers, started);
        chunk.reset(bytes, 0, bytes.length - Chunks.SLACK);
        chunk.verify();
        assertThat(chunk.isHistogram()).isTrue();
        assertThat(chunk.count()).isEqualTo(n);
        for (int i = 0; i < n; i++) {
            assertThat(chunk.timeAt(i)).isEqualTo(times[i]);
            assertThat(chunk.startAt(i)).isEqualTo(started ? starts[i] : 0);
            assertThat(Double.doubleToRawLongBits(chunk.valueAt(i)))
                    .isEqualTo(Double.doubleToRawLongBits(all[i].sum()));
            assertThat(HistogramSequences.comparable(chunk.histogramAt(i)))
                    .isEqualTo(HistogramSequences.comparable(all[i]));
        }
    }

    @Test
    void hints_areUnknownOnlyOfACountersFirst() {
        FloatHistogram h = simple(1);
        byte[] bytes = encode(new long[] {1, 2}, new FloatHistogram[] {h, simple(2)}, true);
        ChunkReader chunk = reader(true, false);
        chunk.reset(bytes, 0, bytes.length - Chunks.SLACK);
        assertThat(chunk.histogramAt(0).resetHint()).isEqualTo(ResetHint.UNKNOWN);
        assertThat(chunk.histogramAt(1).resetHint()).isEqualTo(ResetHint.NOT_COUNTER_RESET);
    }

    private static FloatHistogram simple(int count) {
        return new FloatHistogram(
                0,
                0x1p-128,
                0,
                count,
                1.5,
                Buckets.run(1, count),
                Buckets.NONE,
                new double[0],
                ResetHint.UNKNOWN);
    }

    @Test
    void layout_isPrometheus() {
        byte[] bytes =
                encode(new long[] {1000, 2000}, new FloatHistogram[] {simple(1), simple(3)}, true);
        // 2 samples, no flags, 2^-128 is 116; then bits: schema 0; one span, of 1 behind 1; no
        // span;
        // time 1000; count 1; zero count 0; sum 1.5; bucket 1; then 1000 more, 2 more, 0, the same,
        // 2
        assertThat(HexFormat.of().formatHex(bytes, 0, bytes.length - Chunks.SLACK))
                .isEqualTo("00020074463178fa223ff80000000000008f8fa24480");
    }

    @Test
    void layout_withStartTimestamps_isPrometheus() {
        FloatHistogram[] all = {simple(1), simple(3), simple(3), simple(3)};
        byte[] bytes =
                encode(
                        new long[] {1000, 2000, 3000, 4000},
                        all,
                        new long[] {900, 900, 1990, 2995},
                        true);
        // 4 samples; the first start timestamp is there, the third is the first other one; as
        // above, but behind the first sample 100 (zigzag 200), then 10, and 5, so -5
        assertThat(HexFormat.of().formatHex(bytes, 0, bytes.length - Chunks.SLACK))
                .isEqualTo("00048274463178fa223ff80000000000008e400f8fa244962d8a06ec");
    }

    @Test
    void arbitraryBytes_areASoundChunkOrMalformed() {
        Seeds.forEach(
                3000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, 40);
                    FloatHistogram[] all = HistogramSequences.of(r, n, true);
                    boolean integers = Arrays.stream(all).allMatch(HistogramEncoder::isInteger);
                    long[] times = SampleSequences.times(r, n);
                    boolean started = r.nextBoolean();
                    byte[] bytes =
                            encode(
                                    times,
                                    all,
                                    started ? StartSequences.of(r, times) : null,
                                    integers);
                    int length = bytes.length - Chunks.SLACK;
                    ChunkReaderChecks.mutate(r, bytes, 0, length);
                    ChunkReaderChecks.soundOrMalformed(
                            reader(r.nextInt(8) == 0 ? !integers : integers, started),
                            bytes,
                            0,
                            r.nextInt(4) == 0 ? r.nextInt(length) : length);
                });
    }
}
