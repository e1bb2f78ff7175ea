package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.ServerOptions;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Prometheus and Narthex scrape the same OpenMetrics text with exemplars, and are asked for them.
class ExemplarPeerTest {
    private static final int STEPS = 8;

    @TempDir private static Path folder = Path.of("");

    private static final long BEGIN = System.currentTimeMillis() / 1000 - 100;

    private static HttpServer exporter;
    private static ServerPair servers;
    private static volatile int step;

    @BeforeAll
    static void bothScrapeEveryStep() throws IOException {
        ServerPair.require();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        exporter = HttpServer.create(any, 8);
        exporter.createContext("/metrics", ExemplarPeerTest::answer);
        exporter.start();
        ServerOptions plain = ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(any));
        ServerOptions options =
                new ServerOptions(
                        plain.http(),
                        plain.engine(),
                        false,
                        TsdbOptions.DEFAULTS.toBuilder().maxExemplars(1000).build(),
                        false,
                        false,
                        null,
                        Map.of());
        servers =
                ServerPair.start(
                        folder, configuration(), options, "--enable-feature=exemplar-storage");
        for (int i = 0; i < STEPS; i++) {
            step = i;
            String query = "exporter_step == " + i;
            BooleanSupplier both =
                    () -> knows(servers.prometheus(), query) && knows(servers.narthex(), query);
            servers.program().await("step " + i + " in both servers", both);
        }
    }

    private static boolean knows(PrometheusApi api, String query) {
        return !api.vector(query, System.currentTimeMillis() / 1000.0).isEmpty();
    }

    private static String configuration() {
        return """
        global:
          scrape_interval: 150ms
        storage:
          exemplars:
            max_exemplars: 500
        scrape_configs:
          - job_name: app
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
                .formatted(exporter.getAddress().getPort());
    }

    @AfterAll
    static void close() {
        if (servers != null) {
            servers.close();
        }
        if (exporter != null) {
            exporter.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = text(step).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /// Exemplars that are new, that repeat themselves, that are older than the one before, with
    /// labels that are too long, without labels, and without a time.
    private static String text(int s) {
        return """
        # TYPE exporter_step gauge
        exporter_step %1$d
        # TYPE requests counter
        requests_total{path="/a"} %1$d # {trace_id="a%1$d",span_id="s"} 1 %2$d.25
        requests_total{path="/b"} %1$d # {trace_id="once"} 0.5 %3$d
        requests_total{path="/c"} %1$d # {} 2.5e-05 %2$d
        requests_total{path="/d"} %1$d # {trace_id="%4$s"} 1 %2$d
        requests_total{path="/e"} %1$d # {trace_id="e%1$d"} 1 %5$d.125
        requests_total{path="/f"} %1$d # {trace_id="untimed"} 1
        requests_total{path="/g"} %1$d
        # TYPE seconds histogram
        seconds_bucket{le="0.5"} %1$d # {trace_id="low%1$d"} 0.25 %2$d.001
        seconds_bucket{le="+Inf"} %1$d # {trace_id="high%1$d",user="ä中"} +Inf %2$d.999
        seconds_sum 1
        seconds_count %1$d
        # EOF
        """
                .formatted(
                        s,
                        BEGIN + s,
                        BEGIN,
                        "x".repeat(s % 2 == 0 ? 120 : 121),
                        s % 3 == 2 ? BEGIN + s - 2 : BEGIN + s);
    }

    private static HttpResponse<String> ask(PrometheusApi api, Map<String, ?> parameters) {
        return api.get("api/v1/query_exemplars", parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests_total{path!=\"/f\"}",
                "seconds_bucket",
                "{path=~\"/[abc]\"}",
                "histogram_quantile(0.9, sum by (le) (rate(seconds_bucket[5m])))",
                "rate(requests_total{path=\"/a\"}[1m]) / on() group_left max(seconds_bucket) > 1",
                "max_over_time(requests_total{path=\"/e\"}[5m:10s])",
                "topk(scalar(seconds_count), requests_total{path=\"/d\"})",
                "-(nothing_at_all)",
            })
    void exemplars_areTheSame_whateverTheQuery(String query) {
        for (int[] range : new int[][] {{-10, 100}, {0, 0}, {1, 3}, {2, 5}, {50, 60}}) {
            Map<String, Object> asked =
                    new TreeMap<>(
                            Map.of(
                                    "query",
                                    query,
                                    "start",
                                    BEGIN + range[0] + ".25",
                                    "end",
                                    BEGIN + range[1] + ".999"));
            HttpResponse<String> expected = ask(servers.prometheus(), asked);
            HttpResponse<String> actual = ask(servers.narthex(), asked);
            assertThat(actual.statusCode()).isEqualTo(expected.statusCode());
            assertThat(actual.body().strip()).as("%s", asked).isEqualTo(expected.body().strip());
        }
    }

    @Test
    void exemplars_ofEverySeries_areThereAtAll() {
        String all = ask(servers.narthex(), Map.of("query", "{job=\"app\"}")).body();
        assertThat(all).contains("a0", "a7", "once", "low7", "high3", "untimed", "e6");
        assertThat(all).doesNotContain("x".repeat(121), "\"e5\"");
    }

    @Test
    void exemplars_withoutTime_areKeptOnce() {
        for (PrometheusApi api : new PrometheusApi[] {servers.prometheus(), servers.narthex()}) {
            String query = "requests_total{path=\"/f\"}";
            assertThat(ask(api, Map.of("query", query)).body())
                    .containsOnlyOnce("untimed")
                    .containsPattern("\"timestamp\":[0-9]{10}\\.?[0-9]*\\}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up | x | 1",
                "up | 1 | x",
                "up | 2 | 1",
                "sum( | 1 | 2",
                "up + | 1 | 2",
                "rate(up) | 1 | 2",
            })
    void errors_areTheSame(String query, String start, String end) {
        Map<String, String> asked = Map.of("query", query, "start", start, "end", end);
        HttpResponse<String> expected = ask(servers.prometheus(), asked);
        HttpResponse<String> actual = ask(servers.narthex(), asked);
        assertThat(actual.statusCode()).isEqualTo(expected.statusCode());
        // Prometheus 3 writes "invalid" where 2.42 has "Invalid".
        assertThat(actual.body().strip()).isEqualToIgnoringCase(expected.body().strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "metric=requests", "metric=nothing", "match_target={job=\"app\"}",
                "match_target={job=\"other\"}", "limit=0", "limit=x", "match_target={"
            })
    void targetsMetadata_isTheSame(String parameters) {
        Map<String, String> asked = new TreeMap<>();
        int equal = parameters.indexOf('=');
        if (equal > 0) {
            asked.put(parameters.substring(0, equal), parameters.substring(equal + 1));
        }
        HttpResponse<String> expected = servers.prometheus().get("api/v1/targets/metadata", asked);
        HttpResponse<String> actual = servers.narthex().get("api/v1/targets/metadata", asked);
        assertThat(actual.statusCode()).isEqualTo(expected.statusCode());
        // Prometheus says families in any order.
        assertThat(sorted(actual.body())).isEqualTo(sorted(expected.body()));
    }

    private static List<String> sorted(String json) {
        return Arrays.stream(json.strip().split("\\{\"target\""))
                .map(part -> part.replaceAll("[,\\]}]*$", ""))
                .sorted()
                .toList();
    }
}
