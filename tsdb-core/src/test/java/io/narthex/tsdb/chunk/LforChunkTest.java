package io.narthex.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.StartSequences;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

class LforChunkTest {
    private static final int AT = 13;

    private final LforEncoder encoder = new LforEncoder();
    private final LforChunk chunk = new LforChunk();
    private long samples;
    private final byte[] page = new byte[AT + Chunks.MAX_LONG_STARTED_BYTES + Chunks.SLACK];

    @Test
    void everySample_comesBackBitForBit() {
        int chunks = Integer.getInteger("narthex.chunks", 20_000);
        Seeds.forEach(chunks, this::roundTrip);
        ReliabilityRecord.put(
                "chunks of floats",
                "mvn -Psoak -pl tsdb-core -am test -Dtest=LforChunkTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false",
                0,
                chunks,
                samples + " samples, each came back bit for bit");
    }

    private void roundTrip(long seed) {
        RandomGenerator r = Seeds.random(seed);
        int n = r.nextInt(8) == 0 ? r.nextInt(1, 4) : r.nextInt(1, Chunks.MAX_LONG_SAMPLES + 1);
        samples += n;
        long[] times = SampleSequences.times(r, n);
        double[] values = SampleSequences.values(r, n);
        Arrays.fill(page, (byte) 0x5a);
        int length = encoder.encode(times, values, n, page, AT);
        assertThat(length).isBetween(1, encoder.maxBytes(n));
        Arrays.fill(page, AT + length, page.length, (byte) 0xa5);
        chunk.reset(page, AT, length);
        chunk.verify();
        ChunkReaderChecks.samples(chunk, times, values, r);
    }

    @Test
    void startTimestamps_comeBackBitForBit() {
        Seeds.forEach(5000, this::startedRoundTrip);
    }

    private void startedRoundTrip(long seed) {
        RandomGenerator r = Seeds.random(seed);
        int n = r.nextInt(1, Chunks.MAX_LONG_SAMPLES + 1);
        long[] times = SampleSequences.times(r, n);
        double[] values = SampleSequences.values(r, n);
        long[] starts = StartSequences.of(r, times);
        int length = encoder.encode(times, values, starts, n, page, AT);
        assertThat(length).isBetween(1, Chunks.MAX_LONG_STARTED_BYTES);
        Arrays.fill(page, AT + length, page.length, (byte) 0xa5);
        ChunkReader started = ChunkEncoding.LFOR_STARTS.newReader();
        started.reset(page, AT, length);
        started.verify();
        ChunkReaderChecks.samples(started, times, values, r);
        for (int i = 0; i < n; i++) {
            assertThat(started.startAt(i)).isEqualTo(starts[i]);
        }
        chunk.reset(page, AT + 2 + (page[AT] & 0xff | (page[AT + 1] & 0xff) << 8));
        assertThat(chunk.count()).isEqualTo(n);
        assertThat(chunk.startAt(0)).isZero();
    }

    /// What is added to a chunk of counters, and of deltas, which start with the one before.
    @Test
    void startTimestamps_ofLongChunks_takeAFewBytes() {
        int n = Chunks.MAX_LONG_SAMPLES;
        long[] times = new long[n];
        Arrays.setAll(times, i -> 1_790_000_000_123L + 15_000L * i);
        double[] values = new double[n];
        int plain = encoder.encode(times, values, n, page, AT);
        long[] starts = new long[n];
        Arrays.fill(starts, times[0] - 86_400_000);
        assertThat(encoder.encode(times, values, starts, n, page, AT) - plain).isEqualTo(8);
        Arrays.setAll(starts, i -> i == 0 ? times[0] - 15_000 : times[i - 1]);
        assertThat(encoder.encode(times, values, starts, n, page, AT) - plain).isEqualTo(9);
    }

    @Test
    void arbitraryBytes_withStartTimestamps_areASoundChunkOrMalformed() {
        ChunkReader started = ChunkEncoding.LFOR_STARTS.newReader();
        Seeds.forEach(
                10_000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, Chunks.MAX_LONG_SAMPLES + 1);
                    long[] times = SampleSequences.times(r, n);
                    double[] values = SampleSequences.values(r, n);
                    long[] starts = StartSequences.of(r, times);
                    int length = encoder.encode(times, values, starts, n, page, AT);
                    ChunkReaderChecks.mutate(r, page, AT, length);
                    int size = r.nextInt(4) == 0 ? r.nextInt(length) : length;
                    ChunkReaderChecks.soundOrMalformed(started, page, AT, size);
                });
    }

    @Test
    void arbitraryBytes_areASoundChunkOrMalformed() {
        Seeds.forEach(
                20_000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(1, Chunks.MAX_LONG_SAMPLES + 1);
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
    void timeKeys_areEqualOnlyForEqualTimes() {
        Seeds.forEach(
                3000,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    int n = r.nextInt(2, Chunks.MAX_LONG_SAMPLES + 1);
                    long[] times = SampleSequences.times(r, n);
                    long[] others = times.clone();
                    others[r.nextInt(n)] += r.nextInt(2);
                    int from = r.nextInt(n);
                    int length = r.nextInt(1, n - from + 1);
                    boolean same =
                            Arrays.equals(times, from, from + length, others, from, from + length);
                    boolean strict = isAscending(others);
                    TimeKey key = key(times, from, length);
                    assertThat(key).isEqualTo(key(times, from, length));
                    if (strict && !same) {
                        assertThat(key).isNotEqualTo(key(others, from, length));
                    }
                });
    }

    private TimeKey key(long[] times, int from, int n) {
        encoder.encode(times, new double[times.length], times.length, page, AT);
        chunk.reset(page, AT);
        TimeKey key = new TimeKey();
        chunk.timeKey(from, n, key);
        return key.copy();
    }

    private static boolean isAscending(long[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void sizes_stayBelowTheirBounds() {
        RandomGenerator r = Seeds.random(7);
        assertThat(perSample(i -> 1000)).isLessThan(0.19);
        assertThat(perSample(counter(r, 0.1))).isLessThan(0.35);
        assertThat(perSample(counter(r, 5))).isLessThan(0.7);
        assertThat(perSample(counter(r, 500))).isLessThan(1.2);
        assertThat(perSample(i -> Math.round(r.nextDouble() * 1e4) / 1e2)).isLessThan(1.95);
        assertThat(perSample(i -> r.nextInt(100_000) * 4096.0)).isLessThan(2.3);
        assertThat(perSample(i -> r.nextDouble())).isLessThan(8.3);
    }

    private interface Series {
        double at(int i);
    }

    /// A counter whose increments are Poisson-distributed.
    private static Series counter(RandomGenerator r, double mean) {
        double[] total = {100_000};
        return i -> {
            double limit = Math.exp(-Math.min(mean, 30));
            double product = r.nextDouble();
            int k = 0;
            while (product > limit) {
                product *= r.nextDouble();
                k++;
            }
            double noise = mean > 30 ? Math.round(r.nextGaussian() * Math.sqrt(mean) + mean) : k;
            return total[0] += noise;
        };
    }

    private double perSample(Series series) {
        int rounds = 50;
        long bytes = 0;
        for (int round = 0; round < rounds; round++) {
            long[] times = new long[Chunks.MAX_LONG_SAMPLES];
            double[] values = new double[Chunks.MAX_LONG_SAMPLES];
            for (int i = 0; i < times.length; i++) {
                times[i] = 1_790_000_000_123L + 15_000L * i;
                values[i] = series.at(i);
            }
            bytes += encoder.encode(times, values, times.length, page, AT);
        }
        return (double) bytes / rounds / Chunks.MAX_LONG_SAMPLES;
    }

    @Test
    void layout_withStartTimestamps_isAsDescribed() {
        long[] times = {1000, 2000, 4000, 5000};
        double[] values = {1.5, 2.5, StaleNaN.VALUE, 4.5};
        long[] starts = {900, 900, 2000, 4000};
        int length = encoder.encode(times, values, starts, 4, page, AT);
        assertThat(HexFormat.of().formatHex(page, AT, AT + length))
                .isEqualTo(
                        "0500"
                                + "04c801"
                                + "0500"
                                + "5d040001013122e803e8030f000005"
                                + "0102010000"
                                + "0102020000000000f07f");
    }

    @Test
    void layout_withDeltas_isAsDescribed() {
        double[] values = {100, 101, 101, 102, 103, 103, 104, 3, 3, 4};
        long[] times = new long[values.length];
        Arrays.setAll(times, i -> 1000L + 1000 * i);
        int length = encoder.encode(times, values, values.length, page, AT);
        assertThat(HexFormat.of().formatHex(page, AT, AT + length))
                .isEqualTo("880a010000" + "0122e803e80364" + "5a02" + "0101079b");
    }

    @Test
    void layout_isAsDescribed() {
        long[] times = {1000, 2000, 4000, 5000};
        double[] values = {1.5, 2.5, StaleNaN.VALUE, 4.5};
        int length = encoder.encode(times, values, 4, page, AT);
        assertThat(HexFormat.of().formatHex(page, AT, AT + length))
                .isEqualTo(
                        "5d040001013122e803e8030f000005" + "0102010000" + "0102020000000000f07f");
    }
}
