package io.narthex.server.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.server.NarthexServer;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Debian's node exporter, with some hundred series that nobody here made up: all of them arrive as
/// they were sent, and all end when it dies.
class NodeExporterTest {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-node-exporter");

    /// What the scraper adds about each scrape.
    private static final String REPORTS = "up|scrape_.+";

    private static final Pattern LINE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private static ExternalProgram start(Path folder, int port) {
        ExternalProgram.require(PROGRAM, "prometheus-node-exporter");
        ExternalProgram exporter =
                ExternalProgram.start(
                        folder.resolve("node.log"),
                        Map.of(),
                        List.of(PROGRAM.toString(), "--web.listen-address=127.0.0.1:" + port));
        PrometheusApi itself = new PrometheusApi("http://127.0.0.1:" + port);
        exporter.await("answers", () -> itself.answers("metrics"));
        return exporter;
    }

    private static NarthexServer narthex(int port) {
        return Examples.narthex(
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: node
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(port));
    }

    /// What the exporter says now, with the labels that a scrape adds.
    private static Map<Map<String, String>, Double> fetch(int port) {
        String body = new PrometheusApi("http://127.0.0.1:" + port).get("metrics", Map.of()).body();
        Map<Map<String, String>, Double> values = new HashMap<>();
        for (String line : body.split("\n")) {
            if (!line.startsWith("#")) {
                Matcher m = LINE.matcher(line);
                assertThat(m.matches()).as(line).isTrue();
                Map<String, String> labels = new TreeMap<>();
                labels.put("__name__", m.group(1));
                labels.put("job", "node");
                labels.put("instance", "127.0.0.1:" + port);
                Matcher label = LABEL.matcher(m.group(2) == null ? "" : m.group(2));
                while (label.find()) {
                    labels.put(label.group(1), unescaped(label.group(2)));
                }
                labels.values().removeIf(String::isEmpty); // an empty label is none
                // Bounds are numbers, and kept as OpenMetrics writes them: 1.0, not 1.
                labels.computeIfPresent("quantile", (_, q) -> q.matches("\\d+") ? q + ".0" : q);
                String number = m.group(3).replace("Inf", "Infinity");
                assertThat(values.put(labels, Double.valueOf(number))).as(line).isNull();
            }
        }
        return values;
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\(.)")
                .matcher(text)
                .replaceAll(
                        m -> Matcher.quoteReplacement(m.group(1).equals("n") ? "\n" : m.group(1)));
    }

    /// The time of the newest sample, 0 where there is none.
    private static double timeOf(PrometheusApi api, String series) {
        return api.vector("timestamp(" + series + ")", Double.NaN).values().stream()
                .findFirst()
                .orElse(0.0);
    }

    /// Fetches, lets the server scrape, fetches again: what the exporter said both times is what
    /// the scrape in between must hold.
    ///
    /// @return how many series were compared
    private static int compareOnce(PrometheusApi api, int port) {
        Map<Map<String, String>, Double> before = fetch(port);
        double fetched = System.currentTimeMillis() / 1000.0;
        await().atMost(Examples.PATIENCE).until(() -> timeOf(api, "up") > fetched);
        Map<Map<String, String>, Double> scraped =
                api.vector("{job=\"node\", __name__!~\"" + REPORTS + "\"}", Double.NaN);
        Map<Map<String, String>, Double> after = fetch(port);

        assertThat(missing(before, after)).as("gone, no fault of ours").isEmpty();
        assertThat(missing(after, before)).as("new, no fault of ours").isEmpty();
        assertThat(missing(before, scraped)).as("lost").isEmpty();
        assertThat(missing(scraped, before)).as("made up").isEmpty();
        Map<Map<String, String>, Double> constant = new HashMap<>(before);
        constant.entrySet().retainAll(after.entrySet());
        assertThat(scraped.entrySet().containsAll(constant.entrySet())).isTrue();
        return constant.size();
    }

    /// The series of one that are not in the other.
    private static Set<Map<String, String>> missing(
            Map<Map<String, String>, Double> from, Map<Map<String, String>, Double> in) {
        Set<Map<String, String>> missing = new HashSet<>(from.keySet());
        missing.removeAll(in.keySet());
        return missing;
    }

    @Test
    void allSeries_arriveAsTheyWereSent(@TempDir Path folder) {
        int port = ExternalProgram.freePort();
        try (ExternalProgram _ = start(folder, port);
                NarthexServer server = narthex(port)) {
            PrometheusApi api = new PrometheusApi(server.url());
            // A value may change and change back while nobody looks, and a disk or an interface may
            // come or go; not every time, though.
            await().atMost(Examples.PATIENCE)
                    .untilAsserted(() -> assertThat(compareOnce(api, port)).isGreaterThan(100));
            assertThat(api.vector("up{job=\"node\"}", Double.NaN).values()).containsExactly(1.0);
            assertThat(
                            api.vector(
                                    "scrape_samples_scraped == on() count({job=\"node\"}) - 5",
                                    Double.NaN))
                    .hasSize(1);
        }
    }

    @Test
    void death_endsAllSeriesAtOnce(@TempDir Path folder) {
        int port = ExternalProgram.freePort();
        try (ExternalProgram exporter = start(folder, port);
                NarthexServer server = narthex(port)) {
            PrometheusApi api = new PrometheusApi(server.url());
            String series = "{job=\"node\", __name__!~\"" + REPORTS + "\"}";
            await().atMost(Examples.PATIENCE)
                    .until(() -> api.vector(series, Double.NaN).size() > 100);
            double alive = timeOf(api, "node_time_seconds");

            exporter.kill();
            await().atMost(Examples.PATIENCE)
                    .until(() -> api.vector("up{job=\"node\"} == 0", Double.NaN).size() == 1);
            // No waiting here: the scrape that failed ended the series, not five minutes' silence.
            assertThat(api.vector(series, Double.NaN)).isEmpty();
            assertThat(api.vector(series, alive)).hasSizeGreaterThan(100);
        }
    }
}
