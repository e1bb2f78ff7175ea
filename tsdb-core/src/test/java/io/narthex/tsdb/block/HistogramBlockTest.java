package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Kind;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.Bucket;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.chunk.HistogramEncoder;
import io.narthex.tsdb.chunk.HistogramSequences;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Series of native histograms, and of histograms and floats, in blocks.
class HistogramBlockTest {
    private static final Labels X = Labels.of(Labels.NAME, "x");

    @TempDir private Path data = Path.of("");

    private static ListSeries series(RandomGenerator r, boolean mixed) {
        int n = r.nextInt(1, 500);
        FloatHistogram[] histograms = HistogramSequences.of(r, n, false);
        long[] times = new long[n];
        double[] values = new double[n];
        boolean floats = false;
        for (int i = 0; i < n; i++) {
            times[i] = TestBlocks.T0 + 10_000L * i;
            floats ^= mixed && r.nextInt(40) == 0;
            values[i] = floats ? r.nextDouble() : histograms[i].sum();
            if (floats) {
                clear(histograms, i);
            }
        }
        return new ListSeries(1, X, times, values, histograms);
    }

    @SuppressWarnings("NullAway") // where a float stands there is no histogram
    private static void clear(FloatHistogram[] histograms, int i) {
        histograms[i] = null;
    }

    @Test
    void histograms_comeBackFromBlocksOfBothKinds() {
        Seeds.forEach(
                60,
                seed -> {
                    RandomGenerator r = Seeds.random(seed);
                    ListSeries series = series(r, seed % 2 == 0);
                    BlockEncoding encoding =
                            r.nextBoolean() ? BlockEncoding.NATIVE : BlockEncoding.PROMETHEUS;
                    Path directory =
                            TestBlocks.write(
                                    data,
                                    new ListQueryable(List.of(series)),
                                    TestBlocks.T0,
                                    TestBlocks.T0 + 7_200_000,
                                    encoding);
                    try (Block block = Block.open(FileStore.local(), directory);
                            Querier querier = block.querier(0, Long.MAX_VALUE)) {
                        SeriesData found =
                                querier.select(
                                                SelectHints.range(0, Long.MAX_VALUE),
                                                TestBlocks.any())
                                        .cursor()
                                        .at(0);
                        compare(found, series);
                        assertThat(BlockVerification.of(block).problems()).isEmpty();
                        BlockMeta.Stats stats = block.meta().stats();
                        assertThat(stats.floatSamples() + stats.histogramSamples())
                                .isEqualTo(series.count());
                    }
                });
    }

    private static void compare(SeriesData found, ListSeries series) {
        assertThat(found.count()).isEqualTo(series.count());
        boolean allFloats = true;
        for (int i = 0; i < series.count(); i++) {
            assertThat(found.timeAt(i)).isEqualTo(series.timeAt(i));
            assertThat(Double.doubleToRawLongBits(found.valueAt(i)))
                    .isEqualTo(Double.doubleToRawLongBits(series.valueAt(i)));
            assertThat(found.isHistogram(i)).isEqualTo(series.isHistogram(i));
            allFloats &= !series.isHistogram(i);
            if (series.isHistogram(i)) {
                assertThat(HistogramSequences.comparable(found.histogramAt(i)))
                        .isEqualTo(HistogramSequences.comparable(series.histogramAt(i)));
            }
        }
        assertThat(found.kind()).isEqualTo(allFloats ? Kind.FLOAT : series.kind());
    }

    /// Prometheus, started on the block, answers with the histograms that went in.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void histograms_arePrometheusToo(boolean integers) throws IOException {
        Path prometheus = Path.of("/usr/bin/prometheus");
        ExternalProgram.require(prometheus, "prometheus");
        ListSeries series = exponential(integers);
        TestBlocks.write(
                data,
                new ListQueryable(List.of(series)),
                TestBlocks.T0,
                TestBlocks.T0 + 7_200_000,
                BlockEncoding.PROMETHEUS);
        Path config = Files.writeString(data.resolve("prometheus.yml"), "global: {}\n");
        String address = "127.0.0.1:" + ExternalProgram.freePort();
        PrometheusApi api = new PrometheusApi("http://" + address);
        try (ExternalProgram program =
                ExternalProgram.start(
                        data.resolve("log"),
                        Map.of(),
                        List.of(
                                prometheus.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + data,
                                "--storage.tsdb.retention.time=100y",
                                "--web.listen-address=" + address))) {
            program.await("Prometheus' readiness", () -> api.answers("-/ready"));
            Object answer =
                    PrometheusApi.data(
                            api.get(
                                    "api/v1/query",
                                    Map.of("query", "x[2h]", "time", TestBlocks.T0 / 1e3 + 7199)));
            Object x = PrometheusApi.list(PrometheusApi.member(answer, "result")).getFirst();
            List<String> found =
                    PrometheusApi.list(PrometheusApi.member(x, "histograms")).stream()
                            .map(HistogramBlockTest::text)
                            .toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < series.count(); i++) {
                // A range leaves stale markers out.
                if (!StaleNaN.isStale(series.valueAt(i))) {
                    expected.add(text(series.timeAt(i), series.histogramAt(i)));
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    /// Time, count, sum and the counts of the buckets that hold something.
    private static String text(Object pair) {
        Object histogram = PrometheusApi.list(pair).get(1);
        StringBuilder text = new StringBuilder();
        text.append(Math.round((double) PrometheusApi.list(pair).get(0) * 1000));
        for (String name : List.of("count", "sum")) {
            text.append(' ').append(PrometheusApi.number(PrometheusApi.member(histogram, name)));
        }
        Object buckets = PrometheusApi.map(histogram).getOrDefault("buckets", List.of());
        for (Object bucket : PrometheusApi.list(buckets)) {
            text.append(' ').append(PrometheusApi.number(PrometheusApi.list(bucket).get(3)));
        }
        return text.toString();
    }

    private static String text(long time, FloatHistogram h) {
        StringBuilder text = new StringBuilder();
        text.append(time).append(' ').append(h.count()).append(' ').append(h.sum());
        for (Bucket bucket : h.ascending()) {
            if (bucket.count() != 0) {
                text.append(' ').append(bucket.count());
            }
        }
        return text.toString();
    }

    /// The first with exponential buckets and without a stale marker: 2.42 knows no others.
    private static ListSeries exponential(boolean integers) {
        for (long seed = 0; ; seed++) {
            ListSeries series = series(Seeds.random(seed), false);
            boolean fits = series.count() > 100;
            for (int i = 0; i < series.count() && fits; i++) {
                fits = !series.histogramAt(i).hasCustomBounds();
                fits &= HistogramEncoder.isInteger(series.histogramAt(i)) == integers || i == 0;
                fits &= !Double.isNaN(series.valueAt(i)) || i > 20;
            }
            if (fits) {
                return series;
            }
        }
    }
}
