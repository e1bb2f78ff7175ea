package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;
import io.narthex.testkit.SeriesDataReader;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `./narthex server` that is killed, as a process of its own.
class KilledServerTest {
    @TempDir private Path folder = Path.of("");

    private ExternalProgram start(String log, Path config, int port, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of("server", "--config.file=" + config));
        command.add("--storage.path=" + folder.resolve("data"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        command.addAll(List.of(more));
        ExternalProgram server = ExternalProgram.start(folder.resolve(log), Map.of(), command);
        server.await("ready", () -> server.output().contains("ready at"));
        return server;
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    @Test
    void server_killed_hasItsSamplesAgain() throws IOException {
        int port = ExternalProgram.freePort();
        PrometheusApi api = new PrometheusApi("http://127.0.0.1:" + port);
        Path scraping =
                Files.writeString(
                        folder.resolve("scraping.yml"),
                        """
                        scrape_configs:
                          - job_name: itself
                            scrape_interval: 100ms
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(port));
        Path idle = Files.writeString(folder.resolve("idle.yml"), "scrape_configs: []\n");
        Map<Map<String, String>, Map<Double, Double>> before;
        try (ExternalProgram server = start("first.log", scraping, port)) {
            server.await(
                    "five scrapes",
                    () ->
                            api.samples("up[5m]", now()).values().stream()
                                    .anyMatch(samples -> samples.size() >= 5));
            before = api.samples("up[5m]", now());
            server.kill();
        }
        try (ExternalProgram server = start("second.log", idle, port)) {
            Map<Map<String, String>, Map<Double, Double>> after = api.samples("up[5m]", now());
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach(
                    (labels, samples) ->
                            assertThat(after.get(labels)).containsAllEntriesOf(samples));
            assertThat(server.output()).contains("restored ");
            // A second server on the same directory is told so.
            ExternalProgram second =
                    ExternalProgram.start(
                            folder.resolve("third.log"),
                            Map.of(),
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Main.class.getName(),
                                    "server",
                                    "--config.file=" + idle,
                                    "--storage.path=" + folder.resolve("data"),
                                    "--web.listen-address=127.0.0.1:0"));
            try (second) {
                second.await(
                        "refusal",
                        () ->
                                second.output()
                                        .contains("locked by process " + server.handle().pid()));
            }
        }
    }

    /// What it was told is stored is there once, and at most one request that it had no time to
    /// answer.
    @Test
    void server_killedWhileItIsWrittenTo_hasAllThatItAcknowledged() throws IOException {
        int port = ExternalProgram.freePort();
        PrometheusApi api = new PrometheusApi("http://127.0.0.1:" + port);
        Path config =
                Files.writeString(
                        folder.resolve("late.yml"),
                        "storage: {tsdb: {out_of_order_time_window: 1h}}\n");
        String[] more = {
            "--web.enable-remote-write-receiver", "--enable-feature=exemplar-storage,st-storage"
        };
        long t0 = System.currentTimeMillis() - 1_800_000;
        try (NumberedWrites writes = new NumberedWrites(api, t0)) {
            int acknowledged;
            try (ExternalProgram server = start("first.log", config, port, more)) {
                acknowledged = writeUntilKilled(writes, server);
            }
            int stored;
            try (ExternalProgram _ = start("second.log", config, port, more)) {
                stored = count(api, NumberedWrites.FLOATS);
                assertThat(stored).isBetween(acknowledged, acknowledged + 1);
                assertThat(count(api, NumberedWrites.LATE)).isEqualTo(2 * stored);
                assertThat(count(api, NumberedWrites.HISTOGRAMS)).isEqualTo(stored);
            }
            try (Tsdb store = new Tsdb(options())) {
                checkSamples(store, writes, stored);
                checkExemplars(store, writes, stored);
            }
        }
    }

    private static int count(PrometheusApi api, String series) {
        return api.vector("count_over_time(" + series + "[2h])", now()).values().stream()
                .mapToInt(Double::intValue)
                .sum();
    }

    private TsdbOptions options() {
        return TsdbOptions.builder()
                .directory(folder.resolve("data"))
                .maintenanceInterval(Duration.ZERO)
                .outOfOrderWindow(Duration.ofHours(1))
                .maxExemplars(100_000)
                .build();
    }

    /// Sends requests, one after the other; the server is killed while later ones are under way.
    ///
    /// @return how many were acknowledged
    private static int writeUntilKilled(NumberedWrites writes, ExternalProgram server) {
        int k = 0;
        try {
            while (true) {
                assertThat(writes.send(k)).isTrue();
                k++;
                // A chunk of each series is sealed then.
                if (k == 125) {
                    Thread.startVirtualThread(server::kill);
                }
            }
        } catch (IOException _) {
            return k; // nobody answers any more
        }
    }

    private static void checkSamples(Tsdb store, NumberedWrites writes, int stored) {
        Map<String, List<String>> expected = new TreeMap<>();
        for (int k = 0; k < stored; k++) {
            put(expected, NumberedWrites.LATE, writes.lateTime(k), "" + (double) -k);
        }
        for (int k = 0; k < stored; k++) {
            put(expected, NumberedWrites.FLOATS, writes.time(k), "" + (double) k);
            put(expected, NumberedWrites.LATE, writes.time(k), "" + (double) k);
            FloatHistogram h =
                    new FloatHistogram(
                            0,
                            0.001,
                            0,
                            k + 1,
                            k,
                            Buckets.run(1, k + 1),
                            Buckets.NONE,
                            new double[0],
                            FloatHistogram.ResetHint.UNKNOWN);
            put(expected, NumberedWrites.HISTOGRAMS, writes.time(k), h.toString());
        }
        Map<String, List<String>> found = new TreeMap<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set = SeriesDataReader.selectAll(querier);
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = set.cursor().at(i);
                for (int k = 0; k < data.count(); k++) {
                    String value =
                            data.isHistogram(k)
                                    ? data.histogramAt(k).toString()
                                    : "" + data.valueAt(k);
                    found.computeIfAbsent(
                                    String.valueOf(set.labels(i).get(Labels.NAME)),
                                    _ -> new ArrayList<>())
                            .add(sample(data.timeAt(k), value, data.startTimestampAt(k)));
                }
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private static void put(Map<String, List<String>> to, String series, long t, String value) {
        to.computeIfAbsent(series, _ -> new ArrayList<>())
                .add(sample(t, value, NumberedWrites.start(t)));
    }

    private static String sample(long t, String value, long start) {
        return t + " " + value + " since " + start;
    }

    private static void checkExemplars(Tsdb store, NumberedWrites writes, int stored) {
        LabelMatcher matcher = LabelMatcher.equal(Labels.NAME, NumberedWrites.FLOATS);
        List<ExemplarSeries> all =
                store.exemplars(Long.MIN_VALUE, Long.MAX_VALUE, List.of(List.of(matcher)));
        List<Exemplar> expected = new ArrayList<>();
        for (int k = 0; k < stored; k++) {
            Labels labels = Labels.of("trace_id", Labels.NAME);
            expected.add(new Exemplar(labels, k, writes.time(k), true));
        }
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().exemplars()).isEqualTo(expected);
    }
}
