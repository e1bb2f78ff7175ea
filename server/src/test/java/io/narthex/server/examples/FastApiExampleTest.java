package io.narthex.server.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.narthex.server.NarthexServer;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A real FastAPI service is called, fails on purpose, and is scraped; then the panels' queries
/// must say what was sent. The service runs once, the tests only ask.
///
/// `rate` and `increase` extrapolate, so that they are whole numbers only by luck. What they must
/// be is computed here from the scraped samples by Prometheus' definition; and a window that lies
/// on two scrapes leaves so little to extrapolate that the requests sent in between can be counted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FastApiExampleTest {
    private static final String PACKAGES =
            "python3-fastapi python3-uvicorn python3-prometheus-client";

    private static final String REQUESTS = "fastapi_request_count_total{endpoint!=\"/metrics\"}";
    private static final String ERRORS =
            "fastapi_request_count_total{endpoint!=\"/metrics\",status_code=~\"5..\"}";
    private static final String BUCKETS =
            "fastapi_request_duration_seconds_bucket{endpoint!=\"/metrics\"}";
    private static final String COUNTED = "sum by (method, status_code) (" + REQUESTS + ")";

    private static final double WINDOW = 300; // [5m] in seconds

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private PrometheusApi api;
    private long pid;

    /// The time of a scrape, and what had been answered by then.
    private record Scrape(double time, Map<Map<String, String>, Double> answers) {}

    private Scrape first;
    private Scrape last;

    @BeforeAll
    void runService(@TempDir Path folder) {
        int port = ExternalProgram.freePort();
        ExternalProgram service = start(folder, port, Map.of(), List.of());
        running.push(service);
        pid = service.handle().pid();
        NarthexServer server = Examples.narthex("fastapi", 8000, port);
        running.push(server);
        api = new PrometheusApi(server.url());

        // A counter is born with its first request, which no window sees as an increase: so every
        // combination of labels comes once before the counting begins.
        Traffic traffic = new Traffic(port);
        everyKindOnce(traffic);
        first = scraped(traffic);

        traffic.load(folder, 50, 2);
        traffic.send("POST", "/incident", "{\"errors\": 0.5, \"delay\": 0.25}");
        traffic.load(folder, 50, 2);
        traffic.send("POST", "/incident", "{}");
        traffic.send("GET", "/broken", "");
        last = scraped(traffic);
    }

    private static ExternalProgram start(
            Path folder, int port, Map<String, String> environment, List<String> options) {
        Examples.requirePython(
                PACKAGES,
                "fastapi/__init__.py",
                "uvicorn/__init__.py",
                "prometheus_client/__init__.py");
        List<String> command =
                new ArrayList<>(
                        List.of(Examples.PYTHON.toString(), "-B", "-m", "uvicorn", "app:app"));
        command.add("--app-dir=" + Examples.file("fastapi"));
        command.add("--port=" + port);
        command.addAll(options);
        ExternalProgram service =
                ExternalProgram.start(folder.resolve("fastapi.log"), environment, command);
        PrometheusApi itself = new PrometheusApi("http://127.0.0.1:" + port);
        service.await("answers", () -> itself.answers("metrics"));
        return service;
    }

    private static void everyKindOnce(Traffic traffic) {
        for (String incident : List.of("{\"errors\": 1}", "{}")) {
            traffic.send("POST", "/incident", incident);
            traffic.send("GET", "/items", "");
            traffic.send("GET", "/items/7", "");
            traffic.send("GET", "/items/999", "");
            traffic.send("POST", "/items", "{\"name\": \"lamp\"}");
            traffic.send("GET", "/broken", "");
            traffic.send("GET", "/nowhere", "");
        }
    }

    /// Waits for a scrape after the last request, whose raw counters must be what was sent: by
    /// method and status, nothing more and nothing less.
    private Scrape scraped(Traffic traffic) {
        await().atMost(Examples.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(api.vector(COUNTED, Double.NaN))
                                        .isEqualTo(traffic.answers()));
        return new Scrape(
                only(api.vector("max(timestamp(" + REQUESTS + "))", Double.NaN)),
                traffic.answers());
    }

    @AfterAll
    void endService() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private static double only(Map<Map<String, String>, Double> vector) {
        assertThat(vector).hasSize(1);
        return vector.values().iterator().next();
    }

    /// What `sum by (names) (increase(selector[5m]))` is at the last scrape, by definition.
    private Map<Map<String, String>, Double> increases(String selector, String... names) {
        Map<Map<String, String>, Double> sums = new HashMap<>();
        api.samples(selector + "[5m]", last.time())
                .forEach(
                        (labels, samples) -> {
                            Map<String, String> kept = new TreeMap<>(labels);
                            kept.keySet().retainAll(Set.of(names));
                            double increase = CounterWindow.increase(samples, last.time(), WINDOW);
                            sums.merge(kept, increase, Double::sum);
                        });
        return sums;
    }

    private static void assertSame(
            Map<Map<String, String>, Double> actual, Map<Map<String, String>, Double> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (labels, value) ->
                        assertThat(actual.get(labels))
                                .as("%s", labels)
                                .isCloseTo(value, within(1e-9 * Math.max(1, value))));
    }

    private static Map<Map<String, String>, Double> times(
            double factor, Map<Map<String, String>, Double> vector) {
        Map<Map<String, String>, Double> product = new HashMap<>();
        vector.forEach((labels, value) -> product.put(labels, value * factor));
        return product;
    }

    @Test
    void panelA_isTheRateOfAllRequests() {
        assertSame(
                api.vector("sum(rate(" + REQUESTS + "[5m]))", last.time()),
                times(1 / WINDOW, increases(REQUESTS)));
    }

    @Test
    void panelB_splitsTheRateByMethodAndStatus() {
        Map<Map<String, String>, Double> split =
                api.vector(
                        "sum by (method, status_code) (rate(" + REQUESTS + "[5m]))", last.time());
        assertSame(split, times(1 / WINDOW, increases(REQUESTS, "method", "status_code")));
        assertThat(split.keySet())
                .contains(
                        Map.of("method", "GET", "status_code", "200"),
                        Map.of("method", "GET", "status_code", "500"),
                        Map.of("method", "POST", "status_code", "201"),
                        Map.of("method", "POST", "status_code", "500"));
    }

    @Test
    void panelC_isTheVolume() {
        assertSame(
                api.vector("sum(increase(" + REQUESTS + "[5m]))", last.time()),
                increases(REQUESTS));
    }

    /// The window ends at one scrape and begins 1 ms before another, because what lies exactly on
    /// its beginning is outside. Only this millisecond is extrapolated: a known factor.
    @Test
    void windowFromScrapeToScrape_countsEveryRequest() {
        long millis = Math.round((last.time() - first.time()) * 1000);
        Map<Map<String, String>, Double> sent = new HashMap<>(last.answers());
        first.answers().forEach((labels, count) -> sent.merge(labels, -count, Double::sum));
        String window = "[" + (millis + 1) + "ms]";
        assertSame(
                api.vector(
                        "sum by (method, status_code) (increase(" + REQUESTS + window + "))",
                        last.time()),
                times((millis + 1.0) / millis, sent));

        double errors =
                sent.entrySet().stream()
                        .filter(e -> e.getKey().containsValue("500"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        double all = sent.values().stream().mapToDouble(Double::doubleValue).sum();
        String ratio =
                "sum(rate(%s%s)) / sum(rate(%s%s))".formatted(ERRORS, window, REQUESTS, window);
        assertThat(only(api.vector(ratio, last.time()))).isCloseTo(errors / all, within(1e-9));
        assertThat(errors).isPositive();
    }

    @Test
    void errorRate_isThatOfTheSamples() {
        String panel =
                "(sum(rate(%s[5m])) or vector(0)) / sum(rate(%s[5m]))".formatted(ERRORS, REQUESTS);
        double expected = only(increases(ERRORS)) / only(increases(REQUESTS));
        assertThat(only(api.vector(panel, last.time()))).isCloseTo(expected, within(1e-9));
    }

    @Test
    void latency_isThatOfTheBuckets() {
        TreeMap<Double, Double> buckets = new TreeMap<>();
        increases(BUCKETS, "le")
                .forEach(
                        (labels, count) ->
                                buckets.put(
                                        Double.parseDouble(
                                                labels.getOrDefault("le", "")
                                                        .replace("+Inf", "Infinity")),
                                        count));
        double p95 =
                only(
                        api.vector(
                                "histogram_quantile(0.95, sum by (le) (rate(" + BUCKETS + "[5m])))",
                                last.time()));
        assertThat(p95).isCloseTo(CounterWindow.quantile(0.95, buckets), within(1e-9));
        // Half of the requests were held up by 0.25 s, which is in the bucket from 0.2 s on.
        assertThat(p95).isGreaterThan(0.2);
    }

    @Test
    void endpoints_areTemplatesOfRoutes() {
        assertThat(api.vector("count by (endpoint) (fastapi_request_count_total)", last.time()))
                .extractingFromEntries(e -> e.getKey().getOrDefault("endpoint", ""))
                .containsExactlyInAnyOrder(
                        "/items",
                        "/items/{number}",
                        "/broken",
                        "/incident",
                        "/metrics",
                        "__unmatched__");
    }

    @Test
    void processMetrics_areThoseOfTheService() throws IOException {
        assertSame(
                api.vector("sum by (job) (rate(process_cpu_seconds_total[5m]))", last.time()),
                times(1 / WINDOW, increases("process_cpu_seconds_total", "job")));
        Map<Map<String, String>, Double> memory =
                api.vector("sum by (job) (process_resident_memory_bytes)", last.time());
        assertThat(memory.keySet()).containsExactly(Map.of("job", "fastapi"));
        double now;
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            now =
                    status.filter(l -> l.startsWith("VmRSS:"))
                            .mapToDouble(l -> Double.parseDouble(l.replaceAll("\\D", "")) * 1024)
                            .sum();
        }
        assertThat(only(memory)).isBetween(now / 2, now * 2);
    }

    @Test
    void severalWorkers_countTogether(@TempDir Path folder) throws IOException {
        Path shared = Files.createDirectory(folder.resolve("counters"));
        int port = ExternalProgram.freePort();
        try (ExternalProgram _ =
                        start(
                                folder,
                                port,
                                Map.of("PROMETHEUS_MULTIPROC_DIR", shared.toString()),
                                List.of("--workers=2"));
                NarthexServer server = Examples.narthex("fastapi", 8000, port)) {
            Traffic traffic = new Traffic(port);
            traffic.load(folder, 100, 1); // every call is a connection, which any worker may take
            PrometheusApi other = new PrometheusApi(server.url());
            await().atMost(Examples.PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(other.vector(COUNTED, Double.NaN))
                                            .isEqualTo(traffic.answers()));
        }
    }
}
