package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.HistogramSequences;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

class PrometheusChunksTest {
    private static final Labels X = Labels.of(Labels.NAME, "x");

    private final PrometheusChunks chunks = new PrometheusChunks();

    @Test
    void floats_areCutIntoXorChunks() throws IOException {
        long[] times = new long[301];
        double[] values = new double[301];
        for (int i = 0; i < times.length; i++) {
            times[i] = 15_000L * i;
            values[i] = i % 7;
        }
        ListSeries series = new ListSeries(1, X, times, values);
        List<String> found = new ArrayList<>();
        chunks.cut(
                series,
                1,
                300,
                (encoding, mint, maxt, bytes, length) -> {
                    ChunkReader reader = reader(encoding, bytes, length);
                    found.add(encoding + " " + mint / 15_000 + "-" + maxt / 15_000);
                    for (int i = 0; i < reader.count(); i++) {
                        int sample = (int) (reader.timeAt(i) / 15_000);
                        assertThat(reader.valueAt(i)).isEqualTo(sample % 7);
                    }
                    assertThat(reader.mint()).isEqualTo(mint);
                    assertThat(reader.maxt()).isEqualTo(maxt);
                });
        assertThat(found).containsExactly("1 1-120", "1 121-240", "1 241-299");
    }

    @Test
    void mixedSamples_comeBack() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            RandomGenerator random = Seeds.random(seed);
            ListSeries series = mixed(random);
            int from = random.nextInt(series.count());
            int end = random.nextInt(from, series.count() + 1);
            assertThat(readBack(series, from, end))
                    .as("seed %d", seed)
                    .isEqualTo(samples(series, from, end));
        }
    }

    private List<String> readBack(ListSeries series, int from, int end) throws IOException {
        List<String> read = new ArrayList<>();
        chunks.cut(
                series,
                from,
                end,
                (encoding, mint, maxt, bytes, length) -> {
                    assertThat(encoding).isBetween(1, 3);
                    ChunkReader reader = reader(encoding, bytes, length);
                    for (int i = 0; i < reader.count(); i++) {
                        read.add(
                                text(
                                        reader.timeAt(i),
                                        reader.valueAt(i),
                                        reader.isHistogram() ? reader.histogramAt(i) : null));
                    }
                });
        return read;
    }

    private static List<String> samples(ListSeries series, int from, int end) {
        List<String> all = new ArrayList<>();
        for (int i = from; i < end; i++) {
            all.add(
                    text(
                            series.timeAt(i),
                            series.valueAt(i),
                            series.isHistogram(i) ? series.histogramAt(i) : null));
        }
        return all;
    }

    private static String text(long time, double value, @Nullable FloatHistogram histogram) {
        return time
                + " "
                + Double.doubleToRawLongBits(value)
                + (histogram == null || StaleNaN.isStale(value) ? "" : " " + histogram);
    }

    @SuppressWarnings("NullAway") // where a float stands there is no histogram
    private static ListSeries mixed(RandomGenerator random) {
        int n = random.nextInt(1, 400);
        FloatHistogram[] histograms = HistogramSequences.of(random, n, false);
        long[] times = new long[n];
        double[] values = new double[n];
        boolean floats = false;
        for (int i = 0; i < n; i++) {
            times[i] = TestBlocks.T0 + 10_000L * i;
            floats ^= random.nextInt(40) == 0;
            values[i] = floats ? random.nextDouble() : histograms[i].sum();
            if (floats) {
                histograms[i] = null;
            }
        }
        return new ListSeries(1, X, times, values, histograms);
    }

    private static ChunkReader reader(int encoding, byte[] bytes, int length) {
        ChunkReader reader = Objects.requireNonNull(ChunkEncoding.ofId(encoding)).newReader();
        reader.reset(Arrays.copyOf(bytes, length + Chunks.SLACK), 0, length);
        return reader;
    }
}
