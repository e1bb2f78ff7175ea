package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.Panels;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.server.peers.ComparedQuery.Expected;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Blocks go both ways between Prometheus 2.42 and this code: what it wrote is read sample by
/// sample, what is written for it gives it the same answers, and what is not for it it refuses.
class BlockExchangeTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final long BEGIN = SeededSamples.BEGIN.toEpochMilli();
    private static final long END = BEGIN + SeededSamples.LENGTH.toMillis();
    private static final long STEP = 181_000;
    private static final int ENOUGH_QUERIES = 200;

    @TempDir private static Path folder = Path.of("");

    /// What Prometheus made of the samples sent to it.
    private static Path snapshot = Path.of("");

    private static BlockList blocks;

    private record Server(ExternalProgram program, PrometheusApi api) implements AutoCloseable {
        @Override
        public void close() {
            program.close();
        }
    }

    private static Server start(Path data, String name) throws IOException {
        ExternalProgram program = launch(data, name);
        PrometheusApi api = new PrometheusApi(addresses.get(name));
        boolean ready = false;
        try {
            program.await("Prometheus' readiness", () -> api.answers("-/ready"));
            ready = true;
            return new Server(program, api);
        } finally {
            if (!ready) {
                program.close();
            }
        }
    }

    private static final Map<String, String> addresses = new HashMap<>();

    private static ExternalProgram launch(Path data, String name) throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        String address = "127.0.0.1:" + ExternalProgram.freePort();
        addresses.put(name, "http://" + address);
        return ExternalProgram.start(
                folder.resolve(name + ".log"),
                Map.of(),
                List.of(
                        PROMETHEUS.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=" + address,
                        "--web.enable-admin-api",
                        "--web.enable-remote-write-receiver"));
    }

    @BeforeAll
    static void prometheusWritesBlocks() throws IOException {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        Path data = folder.resolve("sent");
        try (Server server = start(data, "sent")) {
            for (byte[] request :
                    WriteRequests.of(SeededSamples.all(), Duration.ofMinutes(10).toMillis())) {
                assertThat(server.api().write(request).statusCode()).isEqualTo(204);
            }
            Object answer =
                    PrometheusApi.data(server.api().post("api/v1/admin/tsdb/snapshot", Map.of()));
            snapshot =
                    data.resolve("snapshots")
                            .resolve((String) PrometheusApi.member(answer, "name"));
        }
        blocks = BlockList.open(FileStore.local(), snapshot);
        assertThat(blocks.problems()).isEmpty();
    }

    @AfterAll
    static void close() {
        if (blocks != null) {
            blocks.close();
        }
    }

    @Test
    void prometheusBlocks_haveEverySampleThatWasSent() {
        assertThat(blocks.blocks()).isNotEmpty();
        Map<Labels, Map<Long, Long>> expected = new TreeMap<>();
        for (SeededSeries series : SeededSamples.all()) {
            Map<Long, Long> samples = new TreeMap<>();
            for (int i = 0; i < series.millis().length; i++) {
                samples.put(series.millis()[i], Double.doubleToRawLongBits(series.values()[i]));
            }
            expected.put(Labels.of(series.labels()), samples);
        }
        assertThat(samples(blocks)).isEqualTo(expected);
    }

    private static Map<Labels, Map<Long, Long>> samples(Queryable store) {
        Map<Labels, Map<Long, Long>> all = new TreeMap<>();
        LabelMatcher any = new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, ".*");
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE), List.of(any));
            for (int s = 0; s < set.size(); s++) {
                SeriesData series = set.cursor().at(s);
                Map<Long, Long> samples = new TreeMap<>();
                for (int i = 0; i < series.count(); i++) {
                    samples.put(series.timeAt(i), Double.doubleToRawLongBits(series.valueAt(i)));
                }
                all.put(set.labels(s), samples);
            }
        }
        return all;
    }

    private static Path write(String name, BlockEncoding encoding) throws IOException {
        Path data = folder.resolve(name);
        for (Block block : blocks.blocks()) {
            Ulid ulid = Ulid.random(block.meta().mint());
            new BlockWriter(FileStore.local(), data, encoding)
                    .write(
                            block,
                            block.meta().mint(),
                            block.meta().endTime(),
                            ulid,
                            BlockMeta.Compaction.fromHead(ulid));
        }
        return data;
    }

    /// Prometheus on blocks written here, and the engine on native ones, give the same numbers.
    @Test
    void answers_fromBlocksOfBothEncodings_agree() throws IOException {
        Path exported = write("exported", BlockEncoding.PROMETHEUS);
        Path ours = write("native", BlockEncoding.NATIVE);
        EngineOptions options =
                EngineOptions.DEFAULTS.withFeatures(
                        EngineFeatures.STABLE.withParser(new ParserOptions(true, false, false)));
        int queries = 0;
        try (Server server = start(exported, "exported");
                BlockList store = BlockList.open(FileStore.local(), ours);
                QueryEngine engine = new QueryEngine(options)) {
            for (String query : comparedQueries()) {
                if (!isForRanges(server.api(), query)) {
                    continue;
                }
                Map<Map<String, String>, Map<Double, Double>> expected =
                        server.api().matrix(query, BEGIN / 1e3 + 0.5, END / 1e3 + 0.5, STEP / 1e3);
                Map<Map<String, String>, Map<Double, Double>> actual = matrix(engine, store, query);
                assertThat(actual.keySet()).as(query).isEqualTo(expected.keySet());
                expected.forEach(
                        (labels, points) ->
                                assertThat(
                                                Agreement.differences(
                                                        points,
                                                        actual.getOrDefault(labels, Map.of())))
                                        .as("%s, series %s", query, labels)
                                        .isEmpty());
                queries++;
            }
        }
        assertThat(queries).isGreaterThan(ENOUGH_QUERIES);
    }

    /// Those that both understand alike, and the panels'.
    private static List<String> comparedQueries() {
        return Stream.concat(
                        Panels.all().stream().map(p -> (String) PrometheusApi.member(p, "query")),
                        ComparedQuery.all().stream()
                                .filter(q -> q.expected() == Expected.POINTS)
                                .filter(q -> q.cause() == null && q.words() == null)
                                .map(ComparedQuery::query))
                .toList();
    }

    /// Strings and ranges are not.
    private static boolean isForRanges(PrometheusApi api, String query) {
        double at = BEGIN / 1e3;
        return api.get(
                                "api/v1/query_range",
                                Map.of("query", query, "start", at, "end", at, "step", 1))
                        .statusCode()
                == 200;
    }

    private static Map<Map<String, String>, Map<Double, Double>> matrix(
            QueryEngine engine, Queryable store, String text) {
        QueryRequest request = QueryRequest.range(text, BEGIN + 500, END + 500, STEP);
        Map<Map<String, String>, Map<Double, Double>> series = new HashMap<>();
        Value.Matrix matrix = (Value.Matrix) engine.prepare(request, store).run().value();
        for (Value.MatrixRow row : matrix.rows()) {
            Map<String, String> labels = new TreeMap<>();
            for (int i = 0; i < row.labels().size(); i++) {
                labels.put(row.labels().name(i), row.labels().value(i));
            }
            Map<Double, Double> points = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                points.put(row.timeAt(i) / 1e3, row.valueAt(i));
            }
            series.put(labels, points);
        }
        return series;
    }

    @Test
    void nativeBlocks_arePrometheusReasonNotToStart() throws Exception {
        Path data = write("refused", BlockEncoding.NATIVE);
        List<Path> before = files(data);
        try (ExternalProgram program = launch(data, "refused")) {
            program.handle().onExit().get(60, TimeUnit.SECONDS);
            assertThat(program.output()).contains("unknown index file version 114");
        }
        assertThat(files(data)).containsAll(before);
        try (BlockList list = BlockList.open(FileStore.local(), data)) {
            assertThat(samples(list)).isEqualTo(samples(blocks));
        }
    }

    /// The whole server on a copy of Prometheus' directory: blocks are read as they are, and what
    /// is Prometheus' own stays untouched.
    @Test
    void server_onADirectoryOfPrometheus_answersFromItsBlocks() throws IOException {
        Path data = folder.resolve("taken");
        copy(snapshot, data);
        Path log = folder.resolve("sent").resolve("wal");
        copy(log, data.resolve("wal"));
        List<Path> before = files(data);
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerOptions defaults = ServerOptions.of(http);
        ServerOptions options =
                new ServerOptions(
                        http,
                        defaults.engine(),
                        false,
                        TsdbOptions.builder()
                                .directory(data)
                                .maintenanceInterval(Duration.ZERO)
                                .build(),
                        false,
                        false,
                        null,
                        Map.of());
        Configuration empty = ConfigFile.parse("test.yml", "global: {}\n", _ -> null);
        try (NarthexServer server = NarthexServer.start(options, empty);
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            PrometheusApi api = new PrometheusApi(server.url().toString());
            for (Object panel : Panels.all()) {
                String query = (String) PrometheusApi.member(panel, "query");
                Map<Map<String, String>, Map<Double, Double>> expected =
                        matrix(engine, blocks, query);
                Map<Map<String, String>, Map<Double, Double>> actual =
                        api.matrix(query, BEGIN / 1e3 + 0.5, END / 1e3 + 0.5, STEP / 1e3);
                assertThat(actual.keySet()).as(query).isEqualTo(expected.keySet());
                expected.forEach(
                        (labels, points) ->
                                assertThat(
                                                Agreement.differences(
                                                        points,
                                                        actual.getOrDefault(labels, Map.of())))
                                        .as("%s, series %s", query, labels)
                                        .isEmpty());
            }
            assertThat(api.get("metrics", Map.of()).body())
                    .contains("prometheus_tsdb_blocks_loaded " + blocks.blocks().size() + ".0");
        }
        assertThat(files(data)).containsAll(before);
        for (Path file : files(log)) {
            assertThat(data.resolve("wal").resolve(log.relativize(file).toString()))
                    .hasSameBinaryContentAs(file);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static List<Path> files(Path data) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(data)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        return files;
    }
}
