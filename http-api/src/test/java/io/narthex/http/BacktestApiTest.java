package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.BacktestView.Alert;
import io.narthex.http.BacktestView.Episode;
import io.narthex.http.BacktestView.Failure;
import io.narthex.http.BacktestView.Job;
import io.narthex.http.BacktestView.Report;
import io.narthex.http.BacktestView.Request;
import io.narthex.http.BacktestView.Run;
import io.narthex.http.BacktestView.Series;
import io.narthex.model.Labels;
import io.narthex.promql.Value;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class BacktestApiTest {
    private static final String PATH = "/api/v1/rules/backtest";
    private static final long NOW = 1_000_000_000_000L;

    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private final TestServer server =
            TestServer.start(
                    TestServer.OPTIONS,
                    TestServer.answering(_ -> new Value.Vector(List.of())),
                    b -> b.clock(new ManualClock(NOW)).backtests(this::prepare));

    @AfterEach
    void close() {
        server.close();
    }

    private Job prepare(Request request) {
        asked.add(request);
        String rules = request.rules();
        if (rules != null && rules.startsWith("fail ")) {
            throw new Failure(Failure.Kind.valueOf(rules.substring(5)), "r.yml: 1:2: no <way>");
        }
        return new Job() {
            @Override
            public Report run() {
                return report();
            }

            @Override
            public void cancel() {}
        };
    }

    private static Report report() {
        Series series =
                new Series(
                        Labels.of("alertname", "A", "job", "j"),
                        1,
                        Duration.ofMinutes(3),
                        List.of(
                                new Episode(
                                        Instant.ofEpochSecond(60),
                                        Instant.ofEpochSecond(120),
                                        Instant.ofEpochSecond(240),
                                        7.5),
                                new Episode(Instant.ofEpochSecond(300), null, null, 8),
                                new Episode(
                                        Instant.ofEpochSecond(360),
                                        Instant.ofEpochSecond(360),
                                        null,
                                        Double.NaN)));
        return new Report(
                Instant.EPOCH,
                Instant.ofEpochMilli(420_500),
                List.of(
                        new Alert(
                                "r.yml",
                                "g",
                                "A",
                                Duration.ofSeconds(30),
                                List.of(
                                        new Run(
                                                Duration.ofMinutes(1),
                                                0.5,
                                                "m > 0.5",
                                                14,
                                                2,
                                                "it failed",
                                                3,
                                                2,
                                                1,
                                                Duration.ofMinutes(3),
                                                List.of(series))))));
    }

    private HttpResponse<String> json(String body) throws Exception {
        return server.post(PATH, body, "Content-Type", "application/json; charset=utf-8");
    }

    @Test
    void answer_isPrometheusStyleJson() throws Exception {
        HttpResponse<String> response = server.form(PATH, "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"start\":\"1970-01-01T00:00:00Z\","
                            + "\"end\":\"1970-01-01T00:07:00.5Z\",\"alerts\":[{\"file\":\"r.yml\","
                            + "\"group\":\"g\",\"alert\":\"A\",\"interval\":30,\"runs\":[{\"for\":60,\"threshold\":0.5,\"query\":\"m"
                            + " \\u003e"
                            + " 0.5\",\"evaluations\":14,\"failures\":2,\"firstFailure\":\"it"
                            + " failed\",\"episodes\":3,"
                            + "\"fired\":2,\"flaps\":1,\"firing\":180,\"series\":[{\"labels\":"
                            + "{\"alertname\":\"A\",\"job\":\"j\"},\"flaps\":1,\"firing\":180,"
                            + "\"episodes\":[{\"begun\":\"1970-01-01T00:01:00Z\","
                            + "\"firing\":\"1970-01-01T00:02:00Z\","
                            + "\"resolved\":\"1970-01-01T00:04:00Z\",\"value\":\"7.5e+00\"},"
                            + "{\"begun\":\"1970-01-01T00:05:00Z\",\"firing\":null,"
                            + "\"resolved\":null,\"value\":\"8e+00\"},"
                            + "{\"begun\":\"1970-01-01T00:06:00Z\","
                            + "\"firing\":\"1970-01-01T00:06:00Z\",\"resolved\":null,"
                            + "\"value\":\"NaN\"}]}]}]}]}}");
        assertThat(BacktestText.json(report())).isEqualTo(response.body());
    }

    @Test
    void text_isATable() throws Exception {
        HttpResponse<String> response = server.form(PATH, "format=text");
        assertThat(response.body())
                .isEqualTo(
                        """
                        1970-01-01T00:00:00Z to 1970-01-01T00:07:00Z

                        A (group g of r.yml, every 30s)
                          m > 0.5

                          for  threshold  episodes  fired  flaps  in firing  label sets  failed
                          1m   0.5        3         2      1      3m         1           2 of 14
                          the first failure: it failed

                          Episodes with for=1m and threshold 0.5:
                          {alertname="A", job="j"}
                            1970-01-01T00:01:00Z to 1970-01-01T00:04:00Z: pending for 1m, firing for 2m
                            1970-01-01T00:05:00Z until the end: pending for 2m
                            1970-01-01T00:06:00Z until the end: firing for 1m
                        """);
    }

    @Test
    void json_andForm_askTheSame() throws Exception {
        assertThat(
                        json("""
                        {"rules": "groups: []", "file": "r.yml", "group": "g",
                         "alert": ["A", "B"], "last": "1h", "end": 900000000,
                         "for": ["1m", 90], "threshold": [1, "2.5"], "start": null}
                        """)
                                .statusCode())
                .isEqualTo(200);
        server.form(
                PATH + "?group=g",
                "rules=groups:+[]&file=r.yml&alert[]=A&alert[]=B&last=3600&end=900000000"
                        + "&for[]=1m&for[]=90&threshold=1&threshold=2.5");
        Request expected =
                new Request(
                        "groups: []",
                        "r.yml",
                        Set.of("g"),
                        Set.of("A", "B"),
                        899_996_400_000L,
                        900_000_000_000L,
                        List.of(Duration.ofMinutes(1), Duration.ofSeconds(90)),
                        List.of(1.0, 2.5));
        assertThat(asked).containsExactly(expected, expected);
    }

    @Test
    void nothing_meansAllLoadedRulesOfTheLastDay() throws Exception {
        json("{}");
        assertThat(asked)
                .containsExactly(
                        new Request(
                                null,
                                "rules",
                                Set.of(),
                                Set.of(),
                                NOW - 86_400_000L,
                                NOW,
                                List.of(),
                                List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|the body must be a JSON object",
                "{\"for\":|error parsing JSON: ",
                "{\"rule\":1}|invalid parameter \\\"rule\\\": there is no such parameter",
                "{\"for\":{}}|invalid parameter \\\"for\\\": must be a text, a number, or a list",
                "{\"for\":\"x\"}|invalid parameter \\\"for\\\": cannot parse \\\"x\\\" to a valid"
                        + " dur",
                "{\"for\":-5}|invalid parameter \\\"for\\\": must not be negative",
                "{\"threshold\":\"x\"}|invalid parameter \\\"threshold\\\": \\\"x\\\" is no number",
                "{\"start\":5,\"last\":5}|start and last say the same",
                "{\"start\":5,\"end\":4}|end timestamp must not be before start timestamp",
                "{\"format\":\"xml\"}|invalid parameter \\\"format\\\": must be json or text",
            })
    void mistakes_areBadData(String body, String error) throws Exception {
        HttpResponse<String> response = json(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"" + error);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,bad_data",
        "LIMIT,422,execution",
        "BUSY,500,unavailable",
        "CANCELED,499,canceled",
        "TIMEOUT,503,timeout",
        "STORAGE,500,internal",
    })
    void failures_haveAStatus_andSayWhy(String kind, int status, String type) throws Exception {
        HttpResponse<String> response = json("{\"rules\":\"fail " + kind + "\"}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\""
                                + type
                                + "\",\"error\":\"r.yml: 1:2: no \\u003cway\\u003e\"}");
    }

    @Test
    void clientThatGoesAway_cancels() throws Exception {
        byte[] request =
                ("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Job endless =
                new Job() {
                    @Override
                    public Report run() {
                        running.countDown();
                        try {
                            cancelled.await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        return report();
                    }

                    @Override
                    public void cancel() {
                        cancelled.countDown();
                    }
                };
        try (TestServer waiting =
                TestServer.start(
                        TestServer.OPTIONS,
                        TestServer.answering(_ -> new Value.Vector(List.of())),
                        b -> b.backtests(_ -> endless))) {
            try (Socket socket = waiting.connect()) {
                socket.getOutputStream().write(request);
                assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void get_isRefused_andWithoutRulesThereAreNoBacktests() throws Exception {
        assertThat(server.get(PATH).statusCode()).isEqualTo(405);
        try (TestServer bare =
                TestServer.start(TestServer.answering(_ -> new Value.Vector(List.of())))) {
            HttpResponse<String> response = bare.form(PATH, "");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("this server has no rules to test");
        }
    }
}
