package io.narthex.server.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.narthex.server.Panels;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Replays what Grafana's Prometheus data source sends. No Grafana runs here.
///
/// The expectations are tried on Debian's Prometheus too, so that they are not only our own idea of
/// an answer.
class GrafanaRequestsTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    @TempDir private static Path folder = Path.of("");

    private static ScrapedApplication scraped;

    @BeforeAll
    static void start() throws IOException {
        scraped = ScrapedApplication.start("/");
    }

    @AfterAll
    static void close() {
        scraped.close();
    }

    static Stream<RecordedRequest> requests() throws IOException {
        try (InputStream in = GrafanaRequestsTest.class.getResourceAsStream("requests.txt")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return RecordedRequest.parse(text, times(Instant.now())).stream();
        }
    }

    /// The variables of the file.
    private static Map<String, String> times(Instant now) {
        double seconds = now.toEpochMilli() / 1e3;
        return Map.of(
                "now", seconds(seconds),
                "start", seconds(seconds - 900),
                "end", seconds(seconds),
                "nowMillis", Long.toString(now.toEpochMilli()),
                "soon", seconds(seconds + 60),
                "tonight", seconds(seconds + 20_000));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%f", seconds);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void request_isAnsweredAsGrafanaNeedsIt(RecordedRequest request) throws Exception {
        check(request, send(request.to(scraped.server().url())));
    }

    static Stream<RecordedRequest> badPosts() throws IOException {
        return requests().filter(r -> r.method().equals("POST") && r.status() == 400);
    }

    /// Grafana repeats what it posted by GET when the answer is 400 or 405.
    @ParameterizedTest
    @MethodSource("badPosts")
    void badPost_repeatedAsGet_getsTheSameAnswer(RecordedRequest request) throws Exception {
        String url = scraped.server().url();
        HttpResponse<byte[]> post = send(request.to(url));
        HttpResponse<byte[]> get = send(request.to(url, "GET"));
        assertThat(get.statusCode()).isEqualTo(post.statusCode());
        assertThat(text(get)).isEqualTo(text(post));
    }

    @Test
    void requests_behindAPrefix_areAnswered() throws Exception {
        String prefix = "/a/prefix";
        try (ScrapedApplication behind = ScrapedApplication.start(prefix)) {
            checkAll(requests(), behind.url(prefix));
        }
    }

    /// The expectations hold for the real Prometheus, but for what is newer than it.
    @Test
    void requests_toPrometheus_areAnsweredAlike() throws Exception {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        int port = ExternalProgram.freePort();
        Path config =
                Files.writeString(
                        folder.resolve("prometheus.yml"),
                        ScrapedApplication.configuration(scraped.application().port(), port, "/"));
        String url = "http://127.0.0.1:" + port + "/";
        PrometheusApi api = new PrometheusApi(url);
        try (ExternalProgram prometheus =
                ExternalProgram.start(
                        folder.resolve("prometheus.log"),
                        Map.of(),
                        List.of(
                                PROMETHEUS.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port))) {
            prometheus.await("readiness", () -> api.answers("-/ready"));
            ScrapedApplication.awaitScrapes(api, "count(up == 1) == 2");
            List<RecordedRequest> comparable =
                    requests().filter(request -> request.marks().isEmpty()).toList();
            assertThat(comparable).hasSizeGreaterThan(50);
            checkAll(comparable.stream(), url);
        }
    }

    /// Grafana keeps what it has, asks the last minutes again, and joins the two.
    @Test
    void rangeAskedAgain_keepsItsOldPoints() {
        PrometheusApi api = new PrometheusApi(scraped.server().url());
        String someSeconds = "count_over_time(up{job=\"fastapi\"}[1m] offset 2s) > 2";
        ScrapedApplication.awaitScrapes(api, someSeconds);
        // Scrapes that run at this moment may still bring samples of the last second.
        long end = Instant.now().getEpochSecond() - 2;
        int compared = 0;
        for (Map<String, Object> panel : Panels.all()) {
            String query = ((String) PrometheusApi.member(panel, "query")).replace("[5m]", "[10s]");
            var first = api.matrix(query, end - 600, end, 1);
            var second = api.matrix(query, end - 300, end + 2, 1);
            for (Map.Entry<Map<String, String>, Map<Double, Double>> series : first.entrySet()) {
                Map<Double, Double> old = new TreeMap<>(series.getValue());
                old.keySet().removeIf(time -> time < end - 300);
                assertThat(second.getOrDefault(series.getKey(), Map.of()))
                        .as("%s, series %s", query, series.getKey())
                        .containsAllEntriesOf(old);
                compared += old.size();
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void dashboardQueries_haveAnswersWithTheLegendsLabels() throws IOException {
        PrometheusApi api = new PrometheusApi(scraped.server().url());
        double end = Instant.now().getEpochSecond() + 1;
        for (Object panel : Dashboard.panels("fastapi")) {
            for (Object target : Dashboard.targets(panel)) {
                // Variables are filled in before a query is sent: all of each label.
                String query =
                        ((String) PrometheusApi.member(target, "expr"))
                                .replace("$n", "15m")
                                .replaceAll("\\$\\w+", ".*");
                Set<Map<String, String>> series = api.matrix(query, end - 900, end, 5).keySet();
                assertThat(series).as(query).isNotEmpty();
                String legend = (String) PrometheusApi.member(target, "legendFormat");
                Matcher label = LEGEND_LABEL.matcher(legend);
                while (label.find()) {
                    String name = label.group(1);
                    assertThat(series).as(legend).allSatisfy(l -> assertThat(l).containsKey(name));
                }
            }
        }
    }

    private static void checkAll(Stream<RecordedRequest> requests, String url) {
        assertAll(requests.map(request -> () -> check(request, send(request.to(url)))));
    }

    private static void check(RecordedRequest request, HttpResponse<byte[]> response)
            throws IOException {
        String body = text(response);
        String what = request + ": " + response.request().uri() + " answered " + body;
        assertThat(response.statusCode()).as(what).isEqualTo(request.status());
        request.answerHeaders()
                .forEach(
                        (name, regex) ->
                                assertThat(String.join(", ", response.headers().allValues(name)))
                                        .as("%s of %s", name, request)
                                        .matches(regex));
        if (request.answer().startsWith("{")) {
            assertThat(
                            JsonPattern.mismatches(
                                    PrometheusApi.json(request.answer()), PrometheusApi.json(body)))
                    .as(what)
                    .isEmpty();
        } else {
            assertThat(body.strip()).as(what).isEqualTo(request.answer());
        }
    }

    private static String text(HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readAllBytes();
            }
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }
}
