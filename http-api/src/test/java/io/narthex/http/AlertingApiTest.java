package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.AlertHistoryView.Change;
import io.narthex.http.AlertHistoryView.Filter;
import io.narthex.http.AlertHistoryView.Page;
import io.narthex.model.Labels;
import io.narthex.promql.Value;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the API tells of alerts beyond Prometheus: their history, and who was told.
class AlertingApiTest {
    private static final String HISTORY = "/api/v1/alerts/history";

    private static final Change CHANGE =
            new Change(
                    Instant.ofEpochMilli(1_500),
                    "a.yml",
                    "g",
                    "Down",
                    Labels.of("alertname", "Down", "job", "<a>"),
                    "pending",
                    "firing",
                    "for_elapsed",
                    0.5);

    private final List<Filter> asked = new ArrayList<>();

    private TestServer start(Page page) {
        return TestServer.start(
                TestServer.OPTIONS,
                TestServer.answering(_ -> new Value.Scalar(0, 1)),
                b ->
                        b.alertHistory(
                                filter -> {
                                    asked.add(filter);
                                    return page;
                                }));
    }

    @Test
    void history_showsChangesAndTheNextPage() throws Exception {
        try (TestServer server = start(new Page(List.of(CHANGE), "7-1500"))) {
            assertThat(server.get(HISTORY + "?limit=1").body())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":{\"changes\":[{"
                                    + "\"time\":\"1970-01-01T00:00:01.5Z\",\"file\":\"a.yml\","
                                    + "\"group\":\"g\",\"rule\":\"Down\",\"labels\":{"
                                    + "\"alertname\":\"Down\",\"job\":\"<a>\"},"
                                    + "\"from\":\"pending\",\"to\":\"firing\","
                                    + "\"reason\":\"for_elapsed\",\"value\":\"5e-01\"}],"
                                    + "\"nextToken\":\"7-1500\"}}");
        }
        try (TestServer server = start(new Page(List.of(), ""))) {
            assertThat(server.get(HISTORY).body())
                    .isEqualTo("{\"status\":\"success\",\"data\":{\"changes\":[]}}");
        }
    }

    @Test
    void history_passesFilters() throws Exception {
        try (TestServer server = start(new Page(List.of(), ""))) {
            String query =
                    "?start=1.5&end=1970-01-01T00:00:09Z&limit=3&next_token=7-1500"
                            + "&rule_name[]=Down&rule_name[]=Slow"
                            + "&match[]=%7Bjob=%22a%22%7D&match[]=%7Bjob=~%22b%22%7D";
            assertThat(server.get(HISTORY + query.replace("[]", "%5B%5D")).statusCode())
                    .isEqualTo(200);
            Filter filter = asked.getFirst();
            assertThat(filter.start()).isEqualTo(1_500);
            assertThat(filter.end()).isEqualTo(9_000);
            assertThat(filter.limit()).isEqualTo(3);
            assertThat(filter.token()).isEqualTo("7-1500");
            assertThat(filter.rules()).containsExactlyInAnyOrder("Down", "Slow");
            assertThat(filter.matchers()).hasToString("[[job=\"a\"], [job=~\"b\"]]");
        }
    }

    @Test
    void history_wrongParameters_areNamed() throws Exception {
        try (TestServer server = start(new Page(List.of(), ""))) {
            assertThat(server.get(HISTORY + "?start=x").body())
                    .contains("invalid parameter \\\"start\\\"");
            assertThat(server.get(HISTORY + "?limit=-1").body())
                    .contains("invalid parameter \\\"limit\\\"");
            assertThat(server.get(HISTORY + "?match%5B%5D=%7B").statusCode()).isEqualTo(400);
            assertThat(asked).isEmpty();
        }
        AlertHistoryView restarted =
                _ -> {
                    throw new IllegalArgumentException("was the server restarted?");
                };
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        b -> b.alertHistory(restarted))) {
            HttpResponse<String> response = server.get(HISTORY + "?next_token=1-2");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .contains("invalid parameter \\\"next_token\\\": was the server restarted?");
        }
    }

    @Test
    void deliveries_showEachReceiver() throws Exception {
        List<DeliveriesView.Receiver> receivers =
                List.of(
                        new DeliveriesView.Receiver(
                                "team",
                                "webhook",
                                2,
                                1000,
                                5,
                                3,
                                1,
                                Instant.ofEpochMilli(500),
                                "it answered with status 500",
                                Instant.ofEpochSecond(1),
                                Instant.ofEpochSecond(2)),
                        new DeliveriesView.Receiver(
                                "chat", "slack", 0, 1000, 0, 0, 0, null, null, null, null));
        try (TestServer server =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Scalar(0, 1)),
                        b -> b.deliveries(() -> receivers))) {
            assertThat(server.get("/api/v1/notifications/deliveries").body())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":{\"receivers\":[{\"name\":\"team\","
                                    + "\"channel\":\"webhook\",\"queued\":2,"
                                    + "\"queueCapacity\":1000,\"delivered\":5,\"failedTries\":3,"
                                    + "\"dropped\":1,\"lastDelivery\":\"1970-01-01T00:00:00.5Z\","
                                    + "\"lastError\":\"it answered with status 500\","
                                    + "\"lastErrorAt\":\"1970-01-01T00:00:01Z\","
                                    + "\"nextTry\":\"1970-01-01T00:00:02Z\"},{\"name\":\"chat\","
                                    + "\"channel\":\"slack\",\"queued\":0,"
                                    + "\"queueCapacity\":1000,\"delivered\":0,\"failedTries\":0,"
                                    + "\"dropped\":0,\"lastDelivery\":null,\"lastError\":\"\","
                                    + "\"lastErrorAt\":null,\"nextTry\":null}]}}");
        }
    }
}
