package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.promql.Value;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Notifications, and the small answers about jobs and the store.
class NotificationsApiTest {
    private static final String LIVE = "/api/v1/notifications/live";
    private static final String ACTIVE =
            "{\"text\":\"a\",\"date\":\"1970-01-01T00:00:01Z\",\"active\":true}";

    private final Notifications notifications =
            new Notifications(1, InstantSource.fixed(Instant.ofEpochSecond(1)));
    private TestServer server;

    @BeforeEach
    void start() {
        RelabelRule keep =
                RelabelRule.builder()
                        .action(RelabelRule.Action.KEEP)
                        .sourceLabels("job", "zone")
                        .regex("a;.*")
                        .build();
        RelabelRule set = RelabelRule.builder().targetLabel("x").replacement("y").build();
        JobsView.Job job = new JobsView.Job("job_name: j\n", List.of(set, keep, set));
        StoreView.Block block =
                new StoreView.Block(
                        "01ARYZ6S41TSV4RRFFQ69G5FAV",
                        1,
                        2,
                        3,
                        1,
                        2,
                        4,
                        5,
                        6,
                        2,
                        List.of("01ARYZ6S41TSV4RRFFQ69G5FAA"),
                        List.of(new StoreView.Parent("01ARYZ6S41TSV4RRFFQ69G5FAA", 1, 2)),
                        List.of(),
                        true);
        StoreView store =
                new StoreView() {
                    @Override
                    public Status status(int limit) {
                        return StoreView.NONE.status(limit);
                    }

                    @Override
                    public List<Block> blocks() {
                        return List.of(block);
                    }
                };
        server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        services ->
                                services.notifications(notifications)
                                        .store(store)
                                        .selfMetrics(NotificationsApiTest::families)
                                        .jobs(name -> name.equals("j") ? job : null));
    }

    @AfterEach
    void close() {
        notifications.close();
        server.close();
    }

    @Test
    void notifications_areThoseThatHold() throws Exception {
        notifications.add("b");
        notifications.add("a");
        notifications.remove("b");
        notifications.remove("never");
        assertThat(server.get("/api/v1/notifications").body())
                .isEqualTo("{\"status\":\"success\",\"data\":[" + ACTIVE + "]}");
    }

    @Test
    void live_tellsWhatHoldsAndWhatComes() throws Exception {
        notifications.add("a");
        try (Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(
                            ("GET " + LIVE + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(until(in, "data: ")).isEqualTo("data: " + ACTIVE);
            notifications.remove("a");
            assertThat(until(in, "data: ")).isEqualTo("data: " + ACTIVE.replace("true", "false"));
            HttpResponse<String> second = server.get(LIVE);
            assertThat(second.statusCode()).isEqualTo(204);
            notifications.close();
            assertThat(until(in, "data: ")).contains(Notifications.SHUTTING_DOWN);
            assertThat(until(in, "0")).isEqualTo("0");
        }
    }

    /// The next line that begins so.
    private static String until(BufferedReader in, String start) throws Exception {
        String line = in.readLine();
        while (line != null && !line.startsWith(start)) {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void relabelSteps_showWhatEachRuleMakes() throws Exception {
        String labels = URLEncoder.encode("{\"job\":\"b\"}", StandardCharsets.UTF_8);
        String rule =
                "{\"rule\":{\"separator\":\";\",\"regex\":\"(.*)\",\"target_label\":\"x\","
                        + "\"replacement\":\"y\",\"action\":\"replace\"}";
        assertThat(server.get("/api/v1/targets/relabel_steps?scrapePool=j&labels=" + labels).body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"steps\":["
                                + rule
                                + ",\"output\":{\"job\":\"b\",\"x\":\"y\"},\"keep\":true},"
                                + "{\"rule\":{\"source_labels\":[\"job\",\"zone\"],"
                                + "\"separator\":\";\",\"regex\":\"a;.*\",\"replacement\":\"$1\","
                                + "\"action\":\"keep\"},\"output\":{},\"keep\":false},"
                                + rule
                                + ",\"output\":{},\"keep\":false}]}}");
        assertThat(server.get("/api/v1/targets/relabel_steps?scrapePool=j").body())
                .contains("no labels parameter provided");
        assertThat(server.get("/api/v1/targets/relabel_steps?scrapePool=j&labels=x").body())
                .contains("error parsing labels: ");
    }

    @Test
    void jobs_areShownAsConfigured() throws Exception {
        assertThat(server.get("/api/v1/scrape_pools/config?scrapePool=j").body())
                .isEqualTo("{\"status\":\"success\",\"data\":{\"yaml\":\"job_name: j\\n\"}}");
        assertThat(server.get("/api/v1/scrape_pools/config").body())
                .contains("no scrapePool parameter provided");
        assertThat(server.get("/api/v1/scrape_pools/config?scrapePool=k").body())
                .contains("error retrieving scrape config: scrape pool \\\"k\\\" not found");
    }

    @Test
    void selfMetrics_areThoseThatMatch() throws Exception {
        assertThat(server.get("/api/v1/status/self_metrics?metric_name_pattern=h%7Cc.*").body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":["
                                + "{\"name\":\"c_total\",\"help\":\"C.\",\"type\":\"COUNTER\","
                                + "\"metric\":[{\"label\":[{\"name\":\"a\",\"value\":\"b\"}],"
                                + "\"counter\":{\"value\":1.5}}]},"
                                + "{\"name\":\"h\",\"help\":\"\",\"type\":\"HISTOGRAM\","
                                + "\"metric\":[{\"histogram\":{\"sampleCount\":\"3\","
                                + "\"sampleSum\":2.5,\"bucket\":["
                                + "{\"cumulativeCount\":\"1\",\"upperBound\":0.5},"
                                + "{\"cumulativeCount\":\"3\",\"upperBound\":\"Infinity\"}]}}]}]}");
        assertThat(server.get("/api/v1/status/self_metrics?metric_name_pattern=%28").body())
                .contains("invalid metric_name_pattern: ");
    }

    private static List<SelfMetrics.Family> families() {
        SelfMetrics.Metric counter =
                new SelfMetrics.Metric(Labels.of("a", "b"), 1.5, 0, 0, List.of());
        SelfMetrics.Metric histogram =
                new SelfMetrics.Metric(
                        Labels.empty(),
                        0,
                        3,
                        2.5,
                        List.of(
                                new SelfMetrics.Point(0.5, 1),
                                new SelfMetrics.Point(Double.POSITIVE_INFINITY, 3)));
        return List.of(
                new SelfMetrics.Family("c_total", "C.", SelfMetrics.Type.COUNTER, List.of(counter)),
                new SelfMetrics.Family("h", "", SelfMetrics.Type.HISTOGRAM, List.of(histogram)),
                new SelfMetrics.Family("other", "", SelfMetrics.Type.GAUGE, List.of()));
    }

    @Test
    void store_tellsOfBlocksAndReplay() throws Exception {
        assertThat(server.get("/api/v1/status/tsdb/blocks").body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"blocks\":["
                                + "{\"ulid\":\"01ARYZ6S41TSV4RRFFQ69G5FAV\",\"minTime\":1,"
                                + "\"maxTime\":2,\"stats\":{\"numSamples\":3,"
                                + "\"numFloatSamples\":1,\"numHistogramSamples\":2,"
                                + "\"numSeries\":4,\"numChunks\":5,\"numTombstones\":6},"
                                + "\"compaction\":{\"level\":2,"
                                + "\"sources\":[\"01ARYZ6S41TSV4RRFFQ69G5FAA\"],"
                                + "\"parents\":[{\"ulid\":\"01ARYZ6S41TSV4RRFFQ69G5FAA\","
                                + "\"minTime\":1,\"maxTime\":2}]},\"version\":1}]}}");
        assertThat(server.get("/api/v1/status/walreplay").body())
                .isEqualTo("{\"status\":\"success\",\"data\":{\"min\":0,\"max\":0,\"current\":0}}");
    }
}
