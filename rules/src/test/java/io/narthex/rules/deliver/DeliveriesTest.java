package io.narthex.rules.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What people are told, and when.
class DeliveriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path directory;

    private final ManualClock clock = new ManualClock(START.toEpochMilli());
    private final HookServer hook = new HookServer();

    @AfterEach
    void stop() {
        hook.close();
    }

    private Deliveries deliveries(SilenceBook silences, Receiver... receivers) {
        return deliveries(directory, silences, receivers);
    }

    private Deliveries deliveries(Path place, SilenceBook silences, Receiver... receivers) {
        return new Deliveries(
                List.of(receivers),
                Grouping.DEFAULTS,
                new Deliveries.Place(place, "http://narthex:9090", "Narthex/test"),
                silences,
                clock);
    }

    private Receiver webhook(LabelMatcher... matchers) {
        return new Receiver("team", List.of(matchers), new Channel.Webhook(hook.url()), true);
    }

    private AlertNotice notice(String name, String service, boolean firing) {
        long now = clock.millis();
        Alert alert =
                new Alert(
                        firing ? AlertState.FIRING : AlertState.INACTIVE,
                        Labels.of("alertname", name, "service", service),
                        Map.of("summary", name + " of " + service),
                        1,
                        START.toEpochMilli(),
                        START.toEpochMilli(),
                        firing ? Alert.NEVER : now,
                        Alert.NEVER,
                        Alert.NEVER,
                        now + Duration.ofHours(6).toMillis());
        return new AlertNotice(alert, "http://narthex:9090/graph");
    }

    /// Lets the time pass, and what is due be told.
    private void pass(Deliveries deliveries, Duration time) {
        clock.advance(time);
        deliveries.flush();
    }

    /// Messages that were sent, and are known to be: one of which that is not known when the sender
    /// is closed is sent again.
    private void awaitMessages(Deliveries deliveries, int n) {
        await().atMost(PATIENCE).until(() -> hook.bodies.size() == n);
        await().atMost(PATIENCE).until(() -> deliveries.stats().getFirst().waiting() == 0);
    }

    @Test
    void group_waits_tellsChanges_repeats_andEnds() {
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(20));
            deliveries.send(List.of(notice("Down", "b", true)));
            assertThat(deliveries.stats().getFirst().waiting()).isZero();
            pass(deliveries, Duration.ofSeconds(10));
            awaitMessages(deliveries, 1);
            assertThat(hook.bodies.getFirst())
                    .startsWith(
                            "{\"version\":\"4\",\"groupKey\":\"{}:{alertname=\\\"Down\\\"}\","
                                    + "\"truncatedAlerts\":0,\"status\":\"firing\","
                                    + "\"receiver\":\"team\","
                                    + "\"groupLabels\":{\"alertname\":\"Down\"},"
                                    + "\"commonLabels\":{\"alertname\":\"Down\"},"
                                    + "\"commonAnnotations\":{},"
                                    + "\"externalURL\":\"http://narthex:9090\",\"alerts\":[{"
                                    + "\"status\":\"firing\",\"labels\":{\"alertname\":\"Down\","
                                    + "\"service\":\"a\"}")
                    .contains("\"service\":\"b\"");
            // Nothing new: nothing is told until it is time to repeat.
            pass(deliveries, Duration.ofMinutes(5));
            await().atMost(PATIENCE).until(() -> deliveries.stats().getFirst().waiting() == 0);
            assertThat(hook.bodies).hasSize(1);
            pass(deliveries, Duration.ofHours(4));
            awaitMessages(deliveries, 2);
            deliveries.send(List.of(notice("Down", "a", false)));
            pass(deliveries, Duration.ofMinutes(5));
            awaitMessages(deliveries, 3);
            assertThat(hook.bodies.getLast())
                    .contains("\"status\":\"resolved\",\"labels\"")
                    .contains("\"status\":\"firing\",\"labels\"");
            deliveries.send(List.of(notice("Down", "b", false)));
            pass(deliveries, Duration.ofMinutes(5));
            awaitMessages(deliveries, 4);
            assertThat(hook.bodies.getLast()).contains("\"status\":\"resolved\",\"receiver\"");
        }
    }

    @Test
    void alertThatEndsBeforeItWasTold_isNeverTold() {
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            clock.advance(Duration.ofSeconds(10));
            deliveries.send(List.of(notice("Down", "a", false)));
            pass(deliveries, Duration.ofSeconds(30));
            assertThat(deliveries.stats())
                    .containsExactly(
                            new DeliveryStats(
                                    "team",
                                    "webhook",
                                    0,
                                    Outbox.CAPACITY,
                                    new DeliveryStats.Counts(0, 0, 0),
                                    null,
                                    null,
                                    null));
        }
    }

    /// An alert of which nothing more is heard ends when it said it would.
    @Test
    void alertThatIsForgotten_ends() {
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 1);
            pass(deliveries, Duration.ofHours(6));
            awaitMessages(deliveries, 2);
            assertThat(hook.bodies.getLast()).contains("\"status\":\"resolved\",\"receiver\"");
        }
    }

    @Test
    void receiver_getsWhatItsMatchersWant() {
        Receiver other = webhook(LabelMatcher.equal("service", "b"));
        try (Deliveries deliveries = deliveries(new SilenceBook(null), other)) {
            deliveries.send(List.of(notice("Down", "a", true), notice("Down", "b", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 1);
            assertThat(hook.bodies.getFirst())
                    .contains("\"service\":\"b\"")
                    .doesNotContain("\"service\":\"a\"");
        }
    }

    @Test
    void silence_isKept_andTellsWhenItEnds() {
        SilenceBook silences = new SilenceBook(directory);
        long end = clock.millis() + Duration.ofHours(1).toMillis();
        Silence deploying =
                new Silence(
                        "",
                        SilenceBook.matchers("{service=\"a\"}"),
                        clock.millis(),
                        end,
                        "kim",
                        "deploying",
                        0);
        assertThat(silences.set(deploying, clock.millis())).isNotNull();
        try (Deliveries deliveries = deliveries(new SilenceBook(directory), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofMinutes(1));
            pass(deliveries, Duration.ofMinutes(30));
            assertThat(deliveries.stats().getFirst().counts().delivered()).isZero();
            pass(deliveries, Duration.ofMinutes(30));
            awaitMessages(deliveries, 1);
        }
    }

    /// A receiver that is away for a while, and a restart meanwhile, lose nothing and tell nothing
    /// twice.
    @Test
    void receiverThatIsAway_isToldLater_evenAfterARestart() {
        hook.status = 503;
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            await().atMost(PATIENCE)
                    .until(() -> deliveries.stats().getFirst().counts().failed() >= 1);
        }
        hook.status = 200;
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            awaitMessages(deliveries, 1);
            await().atMost(PATIENCE).until(() -> deliveries.stats().getFirst().waiting() == 0);
            // The rule tells again that it fires; people know.
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofMinutes(1));
            pass(deliveries, Duration.ofMinutes(5));
            assertThat(deliveries.stats().getFirst().waiting()).isZero();
            assertThat(hook.bodies).hasSize(1);
        }
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            assertThat(deliveries.stats().getFirst().waiting()).isZero();
        }
    }

    /// What a killed process leaves behind is enough.
    @Test
    void killedServer_losesNothing_andTellsOnce(@TempDir Path copy) throws IOException {
        hook.status = 503;
        try (Deliveries killed = deliveries(new SilenceBook(null), webhook())) {
            killed.send(List.of(notice("Down", "a", true)));
            pass(killed, Duration.ofSeconds(30));
            await().atMost(PATIENCE).until(() -> killed.stats().getFirst().counts().failed() >= 1);
            copy(directory, copy);
        }
        hook.status = 200;
        try (Deliveries next = deliveries(copy, new SilenceBook(null), webhook())) {
            awaitMessages(next, 1);
            next.send(List.of(notice("Down", "a", true)));
            pass(next, Duration.ofMinutes(1));
            pass(next, Duration.ofMinutes(5));
            next.send(List.of(notice("Down", "a", false)));
            pass(next, Duration.ofMinutes(5));
            awaitMessages(next, 2);
            assertThat(hook.bodies.getLast()).contains("\"status\":\"resolved\",\"receiver\"");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /// The rule is not there any more to tell it: the alert ended while nobody watched.
    @Test
    void alertThatEndedBeforeARestart_isToldToBeOver() {
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true), notice("Down", "b", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 1);
        }
        clock.advance(Duration.ofHours(12));
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            pass(deliveries, Duration.ofMinutes(1));
            // It is believed for a while, so that rules find their alerts again.
            deliveries.send(List.of(notice("Down", "b", true)));
            pass(deliveries, Duration.ofMinutes(6));
            awaitMessages(deliveries, 2);
            assertThat(hook.bodies.getLast()).doesNotContain("resolved");
            pass(deliveries, Group.BELIEVED);
            awaitMessages(deliveries, 3);
            assertThat(hook.bodies.getLast())
                    .contains(
                            "\"status\":\"resolved\",\"labels\":{\"alertname\":\"Down\","
                                    + "\"service\":\"a\"}",
                            "\"summary\":\"Down of a\"")
                    .contains(
                            "\"status\":\"firing\",\"labels\":{\"alertname\":\"Down\","
                                    + "\"service\":\"b\"}");
        }
    }

    /// Alerts of before that are grouped otherwise now, or belong to somebody else, are let go.
    @Test
    void groupThatIsNoneAnyMore_isForgotten() {
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 1);
        }
        Receiver narrower = webhook(LabelMatcher.equal("service", "b"));
        try (Deliveries deliveries = deliveries(new SilenceBook(null), narrower)) {
            pass(deliveries, Duration.ofHours(5));
            deliveries.send(List.of(notice("Down", "b", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 2);
            assertThat(hook.bodies.getLast()).doesNotContain("\"service\":\"a\"");
        }
        // So its end is not told either, when the receiver would hear of it again.
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "b", false)));
            pass(deliveries, Duration.ofHours(5));
            awaitMessages(deliveries, 3);
            assertThat(hook.bodies.getLast())
                    .contains("resolved", "\"service\":\"b\"")
                    .doesNotContain("\"service\":\"a\"");
        }
    }

    @Test
    void stats_tellWhatWentWrong_andWhenItIsTriedAgain() {
        hook.status = 500;
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            // There is none while a try is under way.
            DeliveryStats stats =
                    await().atMost(PATIENCE)
                            .until(() -> deliveries.stats().getFirst(), s -> s.nextTry() != null);
            assertThat(stats.waiting()).isEqualTo(1);
            assertThat(stats.problem())
                    .isEqualTo(
                            new DeliveryStats.Problem(
                                    START.plusSeconds(30), "it answered with status 500"));
            assertThat(stats.nextTry()).isAfter(START.plusSeconds(30));
            assertThat(stats.deliveredAt()).isNull();
            hook.status = 200;
            await().atMost(PATIENCE).until(() -> deliveries.stats().getFirst().waiting() == 0);
            stats = deliveries.stats().getFirst();
            assertThat(stats.deliveredAt()).isEqualTo(START.plusSeconds(30));
            assertThat(stats.nextTry()).isNull();
        }
    }

    @Test
    void refusalForGood_isGivenUp_andDoesNotBlockTheNext() {
        hook.status = 400;
        try (Deliveries deliveries = deliveries(new SilenceBook(null), webhook())) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            await().atMost(PATIENCE)
                    .until(() -> deliveries.stats().getFirst().counts().dropped() == 1);
            hook.status = 200;
            deliveries.send(List.of(notice("Slow", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 1);
            assertThat(hook.bodies.getFirst()).contains("Slow");
        }
    }

    @Test
    void slack_isTold() {
        Receiver slack =
                new Receiver("chat", List.of(), new Channel.Slack(hook.url(), "#ops"), false);
        try (Deliveries deliveries = deliveries(new SilenceBook(null), slack)) {
            deliveries.send(List.of(notice("Down", "a", true)));
            pass(deliveries, Duration.ofSeconds(30));
            awaitMessages(deliveries, 1);
            assertThat(hook.bodies.getFirst())
                    .isEqualTo(
                            "{\"channel\":\"#ops\",\"text\":\"[FIRING:1] Down\",\"attachments\":[{"
                                    + "\"color\":\"danger\",\"title\":\"Down\","
                                    + "\"title_link\":\"http://narthex:9090/graph\","
                                    + "\"text\":\"summary: Down of a\\n\","
                                    + "\"fallback\":\"[FIRING:1] Down\"}]}");
            // This receiver does not want to hear of ends.
            deliveries.send(List.of(notice("Down", "a", false)));
            pass(deliveries, Duration.ofMinutes(5));
            assertThat(deliveries.stats().getFirst().waiting()).isZero();
        }
    }
}
