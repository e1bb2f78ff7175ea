package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.TargetsView.ActiveTarget;
import io.narthex.http.TargetsView.DroppedTarget;
import io.narthex.http.TargetsView.TargetMetadata;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;
import io.narthex.promql.Value;
import io.narthex.testkit.ManualClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

class StatusApiTest {
    private static final String SUCCESS = "{\"status\":\"success\",\"data\":";

    private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
    private final TestServer server =
            TestServer.start(
                    TestServer.OPTIONS,
                    TestServer.answering(_ -> new Value.Scalar(0, 1)),
                    b ->
                            b.targets(new Targets())
                                    .status(new Status())
                                    .metrics(StatusApiTest::metrics)
                                    .readiness(readiness::get)
                                    .assets(StatusApiTest::asset)
                                    .receiver("/api/v1/write", StatusApiTest::receive)
                                    .clock(new ManualClock(60_000)));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void diagnosis_isOfOneTargetThatThereIs() throws Exception {
        assertThat(server.get("/api/v1/targets/diagnose?scrapePool=a&instance=h:1").body())
                .isEqualTo(
                        SUCCESS
                                + "{\"scrapePool\":\"a\",\"scrapeUrl\":\"http://h:1/metrics\","
                                + "\"labels\":{\"instance\":\"h:1\"},\"healthy\":false,"
                                + "\"host\":\"h:1\",\"visits\":1,\"samples\":0,"
                                + "\"answer\":{\"status\":404,\"contentType\":\"text/plain\","
                                + "\"contentEncoding\":\"\",\"bytes\":3,\"url\":\"http://h:1/m\"},"
                                + "\"times\":{\"wait\":0.25},\"findings\":[{\"problem\":"
                                + "\"not_found\",\"severity\":\"error\",\"text\":"
                                + "\"nothing there\",\"remedy\":\"look\"}]}}");
        assertThat(server.get("/api/v1/targets/diagnose").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/v1/targets/diagnose?instance=none").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/targets/diagnose?instance=two").body())
                .contains("bad_data", "a and b");
    }

    @Test
    void targets_showEverythingThatIsKnown() throws Exception {
        String active =
                "{\"discoveredLabels\":{\"__address__\":\"h:1\"},\"labels\":{\"job\":\"a\"},"
                    + "\"scrapePool\":\"a\",\"scrapeUrl\":\"http://h:1/metrics\",\"globalUrl\":\"http://g:1/metrics\",\"lastError\":\"no"
                    + " \\u003croute\\u003e\","
                    + "\"lastScrape\":\"1970-01-01T00:00:01.5Z\",\"lastScrapeDuration\":0.25,"
                    + "\"health\":\"down\",\"scrapeInterval\":\"1m30s\",\"scrapeTimeout\":\"10s\","
                    + "\"problem\":\"no_route\"}";
        String dropped = "{\"discoveredLabels\":{\"__address__\":\"h:2\"},\"scrapePool\":\"b\"}";
        assertThat(server.get("/api/v1/targets").body())
                .isEqualTo(
                        SUCCESS
                                + "{\"activeTargets\":["
                                + active
                                + "],\"droppedTargets\":["
                                + dropped
                                + "],\"droppedTargetCounts\":{\"a\":0,\"b\":1}}}");
        assertThat(server.get("/api/v1/targets?state=active").body())
                .endsWith("],\"droppedTargets\":[],\"droppedTargetCounts\":null}}");
        assertThat(server.get("/api/v1/targets?state=dropped&scrapePool=a").body())
                .isEqualTo(
                        SUCCESS
                                + "{\"activeTargets\":[],\"droppedTargets\":[],"
                                + "\"droppedTargetCounts\":{\"a\":0,\"b\":1}}}");
        assertThat(server.get("/api/v1/scrape_pools").body())
                .isEqualTo(SUCCESS + "{\"scrapePools\":[\"a\",\"b\"]}}");
    }

    @Test
    void metadata_isGroupedByMetric() throws Exception {
        String total = "{\"type\":\"counter\",\"unit\":\"\",\"help\":\"Requests.\"}";
        String other = "{\"type\":\"counter\",\"unit\":\"\",\"help\":\"Other.\"}";
        String up = "{\"type\":\"gauge\",\"unit\":\"s\",\"help\":\"\"}";
        assertThat(server.get("/api/v1/metadata?limit=40000").body())
                .isEqualTo(
                        SUCCESS + "{\"total\":[" + total + "," + other + "],\"up\":[" + up + "]}}");
        assertThat(server.get("/api/v1/metadata?limit=1&limit_per_metric=1").body())
                .isEqualTo(SUCCESS + "{\"total\":[" + total + "]}}");
        assertThat(server.get("/api/v1/metadata?metric=up").body())
                .isEqualTo(SUCCESS + "{\"up\":[" + up + "]}}");
        HttpResponse<String> bad = server.get("/api/v1/metadata?limit=x");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("limit must be a number");
    }

    @Test
    void targetsMetadata_isToldTargetByTarget() throws Exception {
        String total = ",\"type\":\"counter\",\"help\":\"Requests.\",\"unit\":\"\"}";
        String other = ",\"type\":\"counter\",\"help\":\"Other.\",\"unit\":\"\"}";
        String up = ",\"type\":\"gauge\",\"help\":\"\",\"unit\":\"s\"}";
        String a = "{\"target\":{\"job\":\"a\"}";
        String b = "{\"target\":{\"job\":\"b\"}";
        String named = ",\"metric\":\"total\"";
        String ofA =
                a + named + total + "," + a + named + other + "," + a + ",\"metric\":\"up\"" + up;
        String path = "/api/v1/targets/metadata";
        assertThat(server.get(path).body())
                .isEqualTo(SUCCESS + "[" + ofA + "," + ofA.replace(a, b) + "]}");
        assertThat(server.get(path + "?limit=1").body()).isEqualTo(SUCCESS + "[" + ofA + "]}");
        assertThat(server.get(path + "?limit=0").body()).isEqualTo(SUCCESS + "[]}");
        assertThat(server.get(path + "?metric=up").body())
                .isEqualTo(SUCCESS + "[" + a + up + "," + b + up + "]}");
        assertThat(server.get(path + "?metric=up&match_target=%7Bjob%3D%22b%22%7D").body())
                .isEqualTo(SUCCESS + "[" + b + up + "]}");
        assertThat(server.get(path + "?match_target=%7B%7D").body())
                .isEqualTo(server.get(path).body());
        HttpResponse<String> bad = server.get(path + "?match_target=%7B");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body())
                .contains(
                        "invalid parameter \\\"match_target\\\": 1:2: parse error: unexpected end"
                                + " of input inside braces");
        assertThat(server.get(path + "?limit=x").body()).contains("limit must be a number");
    }

    @Test
    void status_isShown() throws Exception {
        assertThat(server.get("/api/v1/status/buildinfo").body())
                .startsWith(SUCCESS + "{\"version\":\"3.14.0\",\"revision\":\"r\",\"branch\":\"b\"")
                .doesNotContain("features");
        assertThat(server.get("/version").body()).startsWith("{\"version\":\"3.14.0\"");
        assertThat(server.get("/api/v1/status/flags").body())
                .isEqualTo(SUCCESS + "{\"a.b\":\"1\",\"c\":\"\"}}");
        assertThat(server.get("/api/v1/status/config").body())
                .isEqualTo(SUCCESS + "{\"yaml\":\"global: {}\\n\"}}");
        assertThat(server.get("/api/v1/status/runtimeinfo").body())
                .contains("\"startTime\":\"1970-01-01T00:00:00Z\"")
                .contains("\"serverTime\":\"1970-01-01T00:01:00Z\"")
                .contains("\"storageRetention\":\"15d\"");
    }

    @Test
    void store_isToldInPrometheusMembersAndTwoMore() throws Exception {
        String empty =
                "{\"headStats\":{\"numSeries\":0,\"numLabelPairs\":0,\"chunkCount\":0,"
                        + "\"minTime\":9223372036854775807,\"maxTime\":-9223372036854775808},"
                        + "\"seriesCountByMetricName\":[],\"labelValueCountByLabelName\":[],"
                        + "\"memoryInBytesByLabelName\":[],\"seriesCountByLabelValuePair\":[],"
                        + "\"memoryInBytesByMetricName\":[],"
                        + "\"seriesChurnPerHour\":{\"created\":0,\"removed\":0}}}";
        assertThat(server.get("/api/v1/status/tsdb").body()).isEqualTo(SUCCESS + empty);
        assertThat(server.get("/api/v1/status/tsdb?limit=10000").statusCode()).isEqualTo(200);
        assertThat(server.get("/api/v1/status/tsdb?limit=10001").body())
                .contains("\"errorType\":\"bad_data\"")
                .contains("limit must not exceed 10000");
        for (String limit : List.of("0", "-1", "ten")) {
            HttpResponse<String> response = server.get("/api/v1/status/tsdb?limit=" + limit);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("limit must be a positive number");
        }
    }

    @Test
    void notReady_gatesAllButHealthAndMetrics() throws Exception {
        readiness.set(new Readiness(false, true, "closing"));
        for (String path : List.of("/-/ready", "/api/v1/query?query=up", "/api/v1/labels")) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEqualTo("Service Unavailable");
            assertThat(response.headers().firstValue("x-prometheus-stopping")).hasValue("true");
            assertThat(response.headers().firstValue("x-narthex-stage")).hasValue("closing");
        }
        assertThat(server.post("/api/v1/write", "x").statusCode()).isEqualTo(503);
        assertThat(server.get("/-/healthy").body()).isEqualTo("Prometheus Server is Healthy.\n");
        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void ready_saysSo() throws Exception {
        assertThat(server.get("/-/ready").body()).isEqualTo("Prometheus Server is Ready.\n");
        assertThat(server.method("HEAD", "/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_areNegotiatedByTheirSource() throws Exception {
        HttpResponse<String> response = server.get("/metrics", "Accept", "a/b");
        assertThat(response.body()).isEqualTo("# a/b\n");
        assertThat(response.headers().firstValue("content-type")).hasValue("text/x");
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200, text/html; charset=utf-8",
        "/js/api.js, 200, text/javascript; charset=utf-8",
        "/js/, 404, text/plain; charset=utf-8",
        "/../secret, 404, text/plain; charset=utf-8",
        "/js/..%2f..%2fsecret, 404, text/plain; charset=utf-8",
        "/nothing, 404, text/plain; charset=utf-8",
        "/api/v1/nothing, 404, text/plain; charset=utf-8",
    })
    void files_areServedByTheirExactPathOnly(String path, int status, String type)
            throws Exception {
        String response = server.raw("GET " + path + " HTTP/1.0\r\n\r\n");
        assertThat(response)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: " + type);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/targets, 405",
        "DELETE, /api/v1/query, 405",
        "PUT, /api/v1/write, 405",
        "GET, /api/v1/write, 405",
        "POST, /, 404",
        "POST, /api/v1/nothing, 404",
        "OPTIONS, /api/v1/query, 204",
        "OPTIONS, /api/v1/label/x/values, 204",
    })
    void method_mustFitTheRoute(String method, String path, int status) throws Exception {
        assertThat(server.method(method, path).statusCode()).isEqualTo(status);
    }

    @Test
    void cors_echoesTheOrigin() throws Exception {
        String response =
                server.raw(
                        "GET /api/v1/labels HTTP/1.1\r\nHost: x\r\nOrigin: http://o\r\n"
                                + "Connection: close\r\n\r\n");
        assertThat(response)
                .containsIgnoringCase("access-control-allow-origin: http://o\r\n")
                .containsIgnoringCase("access-control-allow-methods: GET, POST, OPTIONS\r\n")
                .containsIgnoringCase("access-control-expose-headers: Date\r\n");
        assertThat(
                        server.raw(
                                "OPTIONS /api/v1/query HTTP/1.1\r\nHost: x\r\nOrigin: http://o\r\n"
                                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("access-control-allow-origin: http://o\r\n");
    }

    @Test
    void receiver_getsHeadersAndBody() throws Exception {
        HttpResponse<String> response =
                server.post("/api/v1/write", "body", "Content-Encoding", "snappy");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("snappy:body\n");
        assertThat(response.headers().firstValue("x-reply")).hasValue("yes");
        try (TestServer without =
                TestServer.start(TestServer.answering(_ -> new Value.Scalar(0, 1)))) {
            HttpResponse<String> disabled = without.post("/api/v1/write", "body");
            assertThat(disabled.statusCode()).isEqualTo(404);
            assertThat(disabled.body()).contains("--web.enable-remote-write-receiver");
        }
    }

    @Test
    void routePrefix_isBeforeEverything() throws Exception {
        try (TestServer prefixed =
                TestServer.start(
                        TestServer.OPTIONS.withRoutePrefix("/narthex/"),
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        b -> b.assets(StatusApiTest::asset))) {
            assertThat(prefixed.get("/narthex/api/v1/query?query=1").statusCode()).isEqualTo(200);
            assertThat(prefixed.get("/narthex/js/api.js").statusCode()).isEqualTo(200);
            assertThat(prefixed.get("/narthex").statusCode()).isEqualTo(200);
            assertThat(prefixed.get("/api/v1/query?query=1").statusCode()).isEqualTo(404);
            assertThat(prefixed.get("/narthexapi/v1/labels").statusCode()).isEqualTo(404);
            HttpResponse<String> root = prefixed.get("/");
            assertThat(root.statusCode()).isEqualTo(302);
            assertThat(root.headers().firstValue("location")).hasValue("/narthex/");
        }
    }

    @Test
    void stats_countByRouteAndStatus() throws Exception {
        server.get("/api/v1/query?query=1");
        server.get("/api/v1/query?query=1&time=x");
        server.get("/nothing");
        // A request is counted once its answer is sent, which its client may see before.
        await().until(() -> handler(server.server.stats(), "other").requestsByStatus().size() == 1);
        HttpStats stats = server.server.stats();
        assertThat(handler(stats, "/api/v1/query").requestsByStatus())
                .isEqualTo(Map.of(200, 1L, 400, 1L));
        assertThat(handler(stats, "/api/v1/query").bucketCounts())
                .hasSize(HttpStats.DURATION_BOUNDS.size() + 1)
                .last()
                .isEqualTo(2L);
        assertThat(handler(stats, "/api/v1/query").responseBytes()).isPositive();
        assertThat(handler(stats, "other").requestsByStatus()).isEqualTo(Map.of(404, 1L));
        assertThat(stats.acceptedConnections()).isPositive();
    }

    private static HttpStats.Handler handler(HttpStats stats, String name) {
        return stats.handlers().stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Content metrics(@Nullable String accept) {
        return new Content("text/x", ("# " + accept + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Content asset(String path) {
        return path.equals("index.html") || path.equals("js/api.js")
                ? new Content(MediaTypes.ofPath(path), path.getBytes(StandardCharsets.UTF_8))
                : null;
    }

    private static BodyHandler.Reply receive(BodyHandler.Head head, byte[] body) {
        String text =
                head.header("content-encoding") + ":" + new String(body, StandardCharsets.UTF_8);
        return new BodyHandler.Reply(400, Map.of("X-Reply", "yes"), text);
    }

    private static final class Targets implements TargetsView {
        @Override
        public TargetDiagnosis diagnose(String scrapePool, String instance, String url)
                throws TargetDiagnosis.Refused {
            switch (instance) {
                case "none" ->
                        throw new TargetDiagnosis.Refused(
                                TargetDiagnosis.Refused.Reason.NOT_FOUND, "no such target");
                case "two" ->
                        throw new TargetDiagnosis.Refused(
                                TargetDiagnosis.Refused.Reason.AMBIGUOUS, "a and b");
                default -> {
                    return new TargetDiagnosis(
                            scrapePool,
                            Labels.of("instance", instance),
                            "http://h:1/metrics",
                            "h:1",
                            false,
                            new TargetDiagnosis.Answer(404, "text/plain", "", 3, "http://h:1/m"),
                            Map.of("wait", Duration.ofMillis(250)),
                            0,
                            1,
                            List.of(
                                    new TargetDiagnosis.Finding(
                                            "not_found", "error", "nothing there", "look")));
                }
            }
        }

        @Override
        public List<ActiveTarget> active() {
            return List.of(
                    new ActiveTarget(
                            Labels.of("__address__", "h:1"),
                            Labels.of("job", "a"),
                            "a",
                            "http://h:1/metrics",
                            "http://g:1/metrics",
                            "no <route>",
                            "no_route",
                            Instant.ofEpochMilli(1500),
                            Duration.ofMillis(250),
                            "down",
                            Duration.ofSeconds(90),
                            Duration.ofSeconds(10)));
        }

        @Override
        public List<DroppedTarget> dropped() {
            return List.of(new DroppedTarget(Labels.of("__address__", "h:2"), "b"));
        }

        @Override
        public List<TargetMetadata> metadata(@Nullable String metric) {
            MetricMetadata total = new MetricMetadata("total", MetricType.COUNTER, "Requests.", "");
            MetricMetadata other = new MetricMetadata("total", MetricType.COUNTER, "Other.", "");
            MetricMetadata up = new MetricMetadata("up", MetricType.GAUGE, "", "s");
            List<MetricMetadata> all =
                    List.of(total, other, up).stream()
                            .filter(m -> metric == null || m.name().equals(metric))
                            .toList();
            return List.of(
                    new TargetMetadata(Labels.of("job", "a"), all),
                    new TargetMetadata(Labels.of("job", "b"), all));
        }
    }

    private static final class Status implements StatusView {
        @Override
        public BuildInfo buildInfo() {
            return new BuildInfo("3.14.0", "r", "b", "u", "d", "narthex 0.1");
        }

        @Override
        public RuntimeInfo runtimeInfo() {
            return new RuntimeInfo(Instant.EPOCH, "/w", "host", true, Instant.EPOCH, 0, "15d");
        }

        @Override
        public Map<String, String> flags() {
            return Map.of("c", "", "a.b", "1");
        }

        @Override
        public String configYaml() {
            return "global: {}\n";
        }
    }
}
