package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.server.Panels;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Same input, same numbers: Prometheus and Narthex scrape one exporter and are asked the same.
///
/// Prometheus 2.42 counts a sample on the left border of a window in, Prometheus 3 and Narthex do
/// not. Samples lie at x.137 s and queries are asked at x.5 s, so that no sample and no step of a
/// subquery is ever on a border.
class PrometheusPeerTest {
    /// Less than this would not be worth calling an agreement.
    private static final int ENOUGH_POINTS = 20;

    @TempDir private static Path folder = Path.of("");

    private static SteppedExporter exporter;
    private static ServerPair servers;

    @BeforeAll
    static void bothScrapeEveryStep() throws IOException {
        ServerPair.require();
        exporter = SteppedExporter.start();
        servers = ScrapingPair.start(folder, exporter);
    }

    @AfterAll
    static void close() {
        if (servers != null) {
            servers.close();
        }
        if (exporter != null) {
            exporter.close();
        }
    }

    @Test
    void storedSamples_areTheSame() {
        String query = "{__name__!~\"up|scrape_.*\",job!=\"\"}[40m]";
        Map<String, Object> at = Map.of("query", query, "time", second(45 * 60));
        Map<Object, Object> expected = stored(servers.prometheus(), at);
        assertThat(expected).hasSizeGreaterThan(80);
        assertThat(stored(servers.narthex(), at)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void instantQueries_agree(String query) {
        int answers = 0;
        for (int second :
                new int[] {10, 75, 8 * 60, 15 * 60 + 22, 22 * 60, 29 * 60 + 45, 33 * 60}) {
            String asked = "%s, %d s after the begin".formatted(query, second);
            Map<Map<String, String>, Double> expected =
                    servers.prometheus().vector(query, second(second));
            Map<Map<String, String>, Double> actual =
                    servers.narthex().vector(query, second(second));
            assertThat(Agreement.differences(expected, actual)).as(asked).isEmpty();
            answers += expected.size();
            if (query.startsWith("sort")) {
                assertThat(actual.keySet()).as(asked).containsExactlyElementsOf(expected.keySet());
            }
        }
        assertThat(answers).as("answers to %s", query).isPositive();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void rangeQueries_agree(String query) {
        int points = range(query, -60, 38 * 60, 15);
        points += range(query, 0, 35 * 60, 60);
        points += range(query, 13 * 60, 18 * 60, 7);
        points += range(query, -600, 45 * 60, 300);
        assertThat(points).as("points of %s", query).isGreaterThan(ENOUGH_POINTS);
    }

    /// The number of points that agree.
    private static int range(String query, int from, int to, int step) {
        Map<Map<String, String>, Map<Double, Double>> expected =
                servers.prometheus().matrix(query, second(from), second(to), step);
        Map<Map<String, String>, Map<Double, Double>> actual =
                servers.narthex().matrix(query, second(from), second(to), step);
        String asked = "%s from %d to %d by %d s".formatted(query, from, to, step);
        assertThat(actual.keySet()).as(asked).isEqualTo(expected.keySet());
        int points = 0;
        for (Map.Entry<Map<String, String>, Map<Double, Double>> series : expected.entrySet()) {
            Map<Double, Double> found = actual.getOrDefault(series.getKey(), Map.of());
            assertThat(Agreement.differences(series.getValue(), found))
                    .as("%s, series %s", asked, series.getKey())
                    .isEmpty();
            points += series.getValue().size();
        }
        return points;
    }

    /// The panels' queries and those of the resource.
    static Stream<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        Panels.all().forEach(panel -> queries.add((String) PrometheusApi.member(panel, "query")));
        try (InputStream in = PrometheusPeerTest.class.getResourceAsStream("queries.txt")) {
            assertThat(in).isNotNull();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(queries::add);
        }
        return queries.stream().distinct();
    }

    /// An evaluation time, in Unix seconds, half a second after a whole one.
    private static double second(int afterBegin) {
        return exporter.begin().getEpochSecond() + afterBegin + 0.5;
    }

    /// The samples of a range selector by labels, with their values as they were sent.
    private static Map<Object, Object> stored(PrometheusApi api, Map<String, Object> query) {
        Map<Object, Object> samples = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        Object data = PrometheusApi.data(api.get("api/v1/query", query));
        for (Object series : PrometheusApi.list(PrometheusApi.member(data, "result"))) {
            samples.put(
                    new TreeMap<>(PrometheusApi.map(PrometheusApi.member(series, "metric"))),
                    PrometheusApi.member(series, "values"));
        }
        return samples;
    }
}
