package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Whoever closes the connection ends his query, whether it runs or waits for its turn.
class DisconnectTest {
    /// It would run for minutes.
    private static final String LONG =
            IntStream.range(10, 40)
                    .mapToObj(i -> "quantile_over_time(0." + i + ",x_total%5B3h:1s%5D)")
                    .collect(Collectors.joining("%2B", "query=", "&start=0&end=11000&step=1"));

    private static final Pattern QUEUED = Pattern.compile("\"execQueueTime\":([0-9.e-]+)");

    private final QueryEngine engine = new QueryEngine(oneAtATime());
    private TestServer server;

    private static EngineOptions oneAtATime() {
        EngineOptions d = EngineOptions.DEFAULTS;
        return new EngineOptions(
                d.lookback(),
                d.timeout(),
                d.maxSamples(),
                d.maxBytes(),
                1,
                2,
                d.subqueryStep(),
                d.features(),
                d.disabledOptimizers());
    }

    @BeforeEach
    void fill() {
        server = TestServer.start(engine::prepare);
        try (Appender appender = server.store.appender()) {
            for (int s = 0; s < 50; s++) {
                long ref = appender.resolve(Labels.of(Labels.NAME, "x_total", "i", "" + s));
                for (int i = 0; i < 750; i++) {
                    appender.append(ref, i * 15_000L, i * 15.0 * s);
                }
            }
            appender.commit();
        }
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    @Test
    void disconnect_whileTheQueryRuns_endsIt() throws Exception {
        for (String path : new String[] {"query_range?", "explain?analyze=true&"}) {
            Socket client = asking(path + LONG);
            until(() -> engine.active() == 1 && engine.waiting() == 0);
            long closed = System.nanoTime();
            client.close();
            until(() -> engine.active() == 0);
            // Not judged: the machine may be busy.
            System.out.printf(
                    "%.1f ms from disconnect to end: %s%n",
                    (System.nanoTime() - closed) / 1e6, path);
        }
    }

    /// What waits behind the query does not hide that the client is gone.
    @Test
    void disconnect_ofAPipeliningClient_endsTheQueryThatRuns() throws Exception {
        String next = "GET /api/v1/query?query=1 HTTP/1.1\r\nHost: x\r\n\r\n";
        String first = next.replace("query?query=1", "query_range?" + LONG);
        Socket client = server.connect();
        client.getOutputStream().write((first + next).getBytes(StandardCharsets.US_ASCII));
        until(() -> engine.active() == 1 && engine.waiting() == 0);
        // So that these arrive with a later read.
        client.getOutputStream().write((next + next).getBytes(StandardCharsets.US_ASCII));
        long closed = System.nanoTime();
        client.close();
        until(() -> engine.active() == 0);
        System.out.printf(
                "%.1f ms from a pipelining client's disconnect to end%n",
                (System.nanoTime() - closed) / 1e6);
    }

    @Test
    void disconnect_whileTheQueryWaits_leavesTheQueue() throws Exception {
        try (Socket _ = asking("query_range?" + LONG)) {
            until(() -> engine.active() == 1 && engine.waiting() == 0);
            Socket second = asking("query?query=1");
            until(() -> engine.waiting() == 1);
            second.close();
            until(() -> engine.waiting() == 0 && engine.active() == 1);
        }
        until(() -> engine.active() == 0);
    }

    @Test
    void waitingForAPlace_isToldInTheStats() throws Exception {
        Socket first = asking("query_range?" + LONG);
        until(() -> engine.active() == 1 && engine.waiting() == 0);
        try (Socket second = asking("query?query=1&stats=all")) {
            until(() -> engine.waiting() == 1);
            first.close();
            String answer =
                    new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher queued = QUEUED.matcher(answer);
            assertThat(queued.find()).as(answer).isTrue();
            assertThat(Double.parseDouble(queued.group(1))).isPositive();
        }
    }

    private static void until(Callable<Boolean> holds) {
        await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60)).until(holds);
    }

    private Socket asking(String path) throws IOException {
        Socket socket = server.connect();
        String head = "GET /api/v1/" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
