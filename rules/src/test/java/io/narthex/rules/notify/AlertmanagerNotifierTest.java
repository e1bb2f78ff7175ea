package io.narthex.rules.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

class AlertmanagerNotifierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int BATCH = 256;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> timings = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile boolean hangs;
    private HttpServer receiver;
    private AlertmanagerNotifier notifier;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    bodies.add(new String(body, StandardCharsets.UTF_8));
                    if (hangs) {
                        awaitRelease();
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        receiver.start();
        notifier = notifier(true);
    }

    private AlertmanagerNotifier notifier(boolean drain) {
        SendTimings heard =
                new SendTimings() {
                    @Override
                    public void sent(String url, double seconds) {
                        timings.add("sent " + (seconds > 0));
                    }

                    @Override
                    public void forget(String url) {
                        timings.add("forgotten");
                    }
                };
        return new AlertmanagerNotifier(
                "Narthex/test", new NotifierOptions(1000, BATCH, drain), heard);
    }

    private void awaitRelease() {
        try {
            assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        notifier.close();
        receiver.stop(0);
    }

    private AlertmanagerGroup group(Duration timeout, RelabelRule... rules) {
        URI url =
                URI.create(
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/api/v2/alerts");
        return new AlertmanagerGroup(
                List.of(url), List.of(), timeout, new PlainTransport(), List.of(rules));
    }

    private static AlertNotice notice(String name, boolean firing) {
        Alert alert =
                new Alert(
                        firing ? AlertState.FIRING : AlertState.INACTIVE,
                        Labels.of("alertname", name, "severity", "page"),
                        Map.of("summary", "it is \"down\""),
                        1,
                        1_700_000_000_000L,
                        1_700_000_060_000L,
                        firing ? Alert.NEVER : 1_700_000_120_000L,
                        Alert.NEVER,
                        Alert.NEVER,
                        1_700_000_300_500L);
        return new AlertNotice(alert, "http://here/graph?g0.expr=up");
    }

    private NotifierStats.Receiver stats() {
        return notifier.stats().receivers().getFirst();
    }

    @Test
    void send_isAlertmanagersJson() {
        notifier.apply(
                Labels.of("dc", "seoul", "severity", "x"), List.of(), List.of(group(PATIENCE)));
        notifier.send(List.of(notice("Down", true), notice("Up", false)));
        await().atMost(PATIENCE).until(() -> stats().sent() == 2);
        assertThat(bodies)
                .containsExactly(
                        """
                        [{"annotations":{"summary":"it is \\"down\\""},"endsAt":"2023-11-14T22:18:20.500Z",\
                        "startsAt":"2023-11-14T22:14:20.000Z","generatorURL":"http://here/graph?g0.expr=up",\
                        "labels":{"alertname":"Down","dc":"seoul","severity":"page"}},\
                        {"annotations":{"summary":"it is \\"down\\""},"endsAt":"2023-11-14T22:15:20.000Z",\
                        "startsAt":"2023-11-14T22:14:20.000Z","generatorURL":"http://here/graph?g0.expr=up",\
                        "labels":{"alertname":"Up","dc":"seoul","severity":"page"}}]\
                        """);
    }

    @Test
    void relabelling_changesAndDrops() {
        RelabelRule dropUp =
                RelabelRule.builder()
                        .sourceLabels(List.of("alertname"))
                        .regex("Up")
                        .action(RelabelRule.Action.DROP)
                        .build();
        RelabelRule noSeverity =
                RelabelRule.builder()
                        .regex("severity")
                        .action(RelabelRule.Action.LABELDROP)
                        .build();
        notifier.apply(Labels.empty(), List.of(dropUp), List.of(group(PATIENCE, noSeverity)));
        notifier.send(List.of(notice("Down", true), notice("Up", true)));
        await().atMost(PATIENCE).until(() -> stats().sent() == 1);
        assertThat(bodies.getFirst()).contains("\"labels\":{\"alertname\":\"Down\"}}]");
    }

    /// While one request hangs, many wait: the oldest are dropped, and requests are full.
    @Test
    void queue_isBounded_andSentInBatches() {
        hangs = true;
        notifier.apply(Labels.empty(), List.of(), List.of(group(PATIENCE)));
        notifier.send(List.of(notice("First", true)));
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        List<AlertNotice> many = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            many.add(notice("a" + i, true));
        }
        notifier.send(many);
        assertThat(stats().queued()).isEqualTo(1000);
        assertThat(stats().dropped()).isEqualTo(200);
        hangs = false;
        release.countDown();
        await().atMost(PATIENCE).until(() -> stats().sent() == 1001);
        assertThat(bodies).hasSize(5);
        assertThat(bodies.get(1)).contains("\"a200\"").doesNotContain("\"a199\"");
        assertThat(bodies.get(1).split("startsAt", -1)).hasSize(BATCH + 1);
    }

    @Test
    void refusal_isCountedAndGivenUp() {
        status = 500;
        notifier.apply(Labels.empty(), List.of(), List.of(group(PATIENCE)));
        notifier.send(List.of(notice("Down", true)));
        await().atMost(PATIENCE).until(() -> stats().errors() == 1);
        status = 202;
        notifier.send(List.of(notice("Down", true)));
        await().atMost(PATIENCE).until(() -> stats().sent() == 1);
        assertThat(stats().dropped()).isEqualTo(1);
    }

    @Test
    void close_sendsWhatIsQueued() {
        notifier.apply(Labels.empty(), List.of(), List.of(group(PATIENCE)));
        List<AlertNotice> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(notice("a" + i, true));
        }
        notifier.send(many);
        notifier.close();
        assertThat(String.join("", bodies).split("startsAt", -1)).hasSize(601);
        assertThat(notifier.alertmanagers()).isEmpty();
        assertThat(timings).containsExactly("sent true", "sent true", "sent true", "forgotten");
    }

    @Test
    void close_dropsWhatIsQueued_whereThatIsWanted() {
        hangs = true;
        AlertmanagerNotifier hasty = notifier(false);
        hasty.apply(Labels.empty(), List.of(), List.of(group(Duration.ofMillis(300))));
        hasty.send(List.of(notice("First", true)));
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        hasty.send(List.of(notice("Second", true)));
        hasty.close();
        assertThat(bodies).hasSize(1);
    }

    @Test
    void close_doesNotWaitForOneThatHangs() {
        hangs = true;
        notifier.apply(Labels.empty(), List.of(), List.of(group(Duration.ofMillis(300))));
        notifier.send(List.of(notice("Down", true)));
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        notifier.close();
        assertThat(notifier.stats().receivers()).isEmpty();
    }

    @Test
    void apply_withOneMore_keepsTheQueueOfWhoStays() {
        AlertmanagerGroup one = group(PATIENCE);
        notifier.apply(Labels.empty(), List.of(), List.of(one));
        notifier.send(List.of(notice("Down", true)));
        await().atMost(PATIENCE).until(() -> stats().sent() == 1);
        URI other = URI.create(one.urls().getFirst() + "/other");
        AlertmanagerGroup both =
                new AlertmanagerGroup(
                        List.of(other, one.urls().getFirst()),
                        List.of(),
                        PATIENCE,
                        new PlainTransport(),
                        List.of());
        notifier.apply(Labels.empty(), List.of(), List.of(both));
        assertThat(notifier.stats().receivers())
                .extracting(NotifierStats.Receiver::sent)
                .containsExactly(0L, 1L);
        assertThat(timings).doesNotContain("forgotten");
        notifier.apply(Labels.empty(), List.of(), List.of(one));
        assertThat(stats().sent()).isEqualTo(1);
    }

    @Test
    void apply_keepsTheQueueOfWhoStays() {
        notifier.apply(Labels.empty(), List.of(), List.of(group(PATIENCE)));
        notifier.send(List.of(notice("Down", true)));
        await().atMost(PATIENCE).until(() -> stats().sent() == 1);
        notifier.apply(Labels.of("dc", "busan"), List.of(), List.of(group(PATIENCE)));
        assertThat(stats().sent()).isEqualTo(1);
        notifier.send(List.of(notice("Down", true)));
        await().atMost(PATIENCE).until(() -> stats().sent() == 2);
        assertThat(bodies.getLast()).contains("busan");
    }
}
