package io.narthex.rules.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.rules.alert.AlertTransition.Reason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class AlertLifecycleTest {
    private static final long MINUTE = 60_000;
    private static final Duration EVERY_MINUTE = Duration.ofMinutes(1);

    private final List<AlertTransition> transitions = new ArrayList<>();

    private AlertLifecycle lifecycle(int forMinutes, int keepMinutes) {
        return new AlertLifecycle(
                Duration.ofMinutes(forMinutes), Duration.ofMinutes(keepMinutes), transitions::add);
    }

    private static List<AlertElement> elements(String... instances) {
        return Arrays.stream(instances).map(i -> new AlertElement(labels(i), Map.of(), 1)).toList();
    }

    private static Labels labels(String instance) {
        return Labels.of("alertname", "Down", "instance", instance);
    }

    /// The alerts as `instance=state`, at a minute.
    private static String evaluate(AlertLifecycle rule, long minute, String... instances) {
        return rule.evaluate(elements(instances), minute * MINUTE, 0).stream()
                .map(a -> a.labels().getOrEmpty("instance") + "=" + a.state().text())
                .collect(Collectors.joining(" "));
    }

    @Test
    void evaluate_for_isPendingUntilItHasElapsed() {
        AlertLifecycle rule = lifecycle(2, 0);
        assertThat(evaluate(rule, 0, "a")).isEqualTo("a=pending");
        assertThat(evaluate(rule, 1, "a")).isEqualTo("a=pending");
        assertThat(evaluate(rule, 2, "a")).isEqualTo("a=firing");
        Alert alert = rule.active().getFirst();
        assertThat(alert.activeAt()).isZero();
        assertThat(alert.firedAt()).isEqualTo(2 * MINUTE);
        assertThat(alert.resolvedAt()).isEqualTo(Alert.NEVER);
        assertThat(transitions)
                .extracting(AlertTransition::reason)
                .containsExactly(Reason.PRESENT, Reason.FOR_ELAPSED);
    }

    @Test
    void evaluate_withoutFor_firesAtOnce() {
        AlertLifecycle rule = lifecycle(0, 0);
        assertThat(evaluate(rule, 3, "a")).isEqualTo("a=firing");
        assertThat(transitions)
                .containsExactly(
                        new AlertTransition(
                                3 * MINUTE,
                                labels("a"),
                                AlertState.INACTIVE,
                                AlertState.FIRING,
                                Reason.PRESENT,
                                1));
    }

    @Test
    void evaluate_pendingElementGone_isForgottenAtOnce() {
        AlertLifecycle rule = lifecycle(2, 5);
        evaluate(rule, 0, "a");
        assertThat(evaluate(rule, 1)).isEmpty();
        assertThat(rule.state()).isEqualTo(AlertState.INACTIVE);
        assertThat(rule.takeDue(MINUTE, EVERY_MINUTE, EVERY_MINUTE)).isEmpty();
        assertThat(evaluate(rule, 2, "a")).isEqualTo("a=pending");
        assertThat(rule.active().getFirst().activeAt()).isEqualTo(2 * MINUTE);
    }

    @Test
    void evaluate_firingElementGone_isResolvedAndKeptForAQuarterOfAnHour() {
        AlertLifecycle rule = lifecycle(0, 0);
        evaluate(rule, 0, "a");
        assertThat(evaluate(rule, 1)).isEmpty();
        for (int minute = 2; minute <= 16; minute++) {
            evaluate(rule, minute);
            List<Alert> due = rule.takeDue(minute * MINUTE, Duration.ZERO, EVERY_MINUTE);
            assertThat(due).extracting(Alert::resolvedAt).containsExactly(MINUTE);
        }
        evaluate(rule, 17);
        assertThat(rule.takeDue(17 * MINUTE, Duration.ZERO, EVERY_MINUTE)).isEmpty();
    }

    @Test
    void evaluate_resolvedElementComesAgain_isANewAlert() {
        AlertLifecycle rule = lifecycle(1, 0);
        evaluate(rule, 0, "a");
        evaluate(rule, 1, "a");
        evaluate(rule, 2);
        assertThat(evaluate(rule, 3, "a")).isEqualTo("a=pending");
        assertThat(rule.active().getFirst().activeAt()).isEqualTo(3 * MINUTE);
    }

    @Test
    void evaluate_keepFiringFor_firesOnWithoutItsElement() {
        AlertLifecycle rule = lifecycle(0, 2);
        evaluate(rule, 0, "a");
        assertThat(evaluate(rule, 1)).isEqualTo("a=firing");
        assertThat(rule.active().getFirst().keepFiringSince()).isEqualTo(MINUTE);
        assertThat(evaluate(rule, 2, "a")).isEqualTo("a=firing");
        assertThat(rule.active().getFirst().keepFiringSince()).isEqualTo(Alert.NEVER);
        assertThat(evaluate(rule, 3)).isEqualTo("a=firing");
        assertThat(evaluate(rule, 4)).isEqualTo("a=firing");
        assertThat(evaluate(rule, 5)).isEmpty();
        assertThat(transitions.getLast().reason()).isEqualTo(Reason.KEEP_FIRING_FOR_ELAPSED);
    }

    @Test
    void evaluate_longerForAfterReload_isPendingAgain() {
        AlertLifecycle before = lifecycle(1, 0);
        evaluate(before, 0, "a");
        evaluate(before, 1, "a");
        AlertLifecycle after = lifecycle(5, 0);
        after.copyFrom(before);
        assertThat(evaluate(after, 2, "a")).isEqualTo("a=pending");
        Alert alert = after.active().getFirst();
        assertThat(alert.firedAt()).isEqualTo(Alert.NEVER);
        assertThat(alert.activeAt()).isZero();
        assertThat(transitions.getLast().reason()).isEqualTo(Reason.LONGER_FOR);
        assertThat(evaluate(after, 5, "a")).isEqualTo("a=firing");
    }

    @Test
    void evaluate_moreThanTheLimit_forgetsAll() {
        AlertLifecycle rule = lifecycle(0, 0);
        rule.evaluate(elements("a", "b"), 0, 2);
        assertThatThrownBy(() -> rule.evaluate(elements("a", "b", "c"), MINUTE, 2))
                .isInstanceOf(RuleFailure.class)
                .hasMessage("exceeded limit of 2 with 3 alerts");
        assertThat(rule.active()).isEmpty();
        assertThat(rule.takeDue(MINUTE, EVERY_MINUTE, EVERY_MINUTE)).isEmpty();
        assertThat(transitions.getLast().reason()).isEqualTo(Reason.LIMIT);
    }

    @Test
    void evaluate_resolvedAlerts_doNotCountTowardsTheLimit() {
        AlertLifecycle rule = lifecycle(0, 0);
        rule.evaluate(elements("a", "b"), 0, 2);
        assertThat(rule.evaluate(elements("c"), MINUTE, 1)).hasSize(1);
    }

    @Test
    void evaluate_sameLabelsTwice_changesNothing() {
        AlertLifecycle rule = lifecycle(0, 0);
        evaluate(rule, 0, "a");
        assertThatThrownBy(() -> rule.evaluate(elements("b", "b"), MINUTE, 0))
                .isInstanceOf(RuleFailure.class)
                .hasMessage(
                        "vector contains metrics with the same labelset after applying alert"
                                + " labels");
        assertThat(rule.active()).extracting(Alert::labels).containsExactly(labels("a"));
    }

    @Test
    void evaluate_knownElement_hasTheNewValueAndAnnotations() {
        AlertLifecycle rule = lifecycle(5, 0);
        evaluate(rule, 0, "a");
        rule.evaluate(
                List.of(new AlertElement(labels("a"), Map.of("summary", "new"), 7)), MINUTE, 0);
        Alert alert = rule.active().getFirst();
        assertThat(alert.value()).isEqualTo(7);
        assertThat(alert.annotations()).containsEntry("summary", "new");
        assertThat(alert.activeAt()).isZero();
    }

    @Test
    void takeDue_firing_isSentAgainAfterTheResendDelay() {
        AlertLifecycle rule = lifecycle(0, 0);
        Duration delay = Duration.ofMinutes(1);
        Duration interval = Duration.ofSeconds(30);
        StringBuilder sent = new StringBuilder();
        for (long time = 0; time <= 4 * MINUTE; time += MINUTE / 2) {
            rule.evaluate(elements("a"), time, 0);
            for (Alert alert : rule.takeDue(time, delay, interval)) {
                sent.append(time / 1000).append(' ');
                assertThat(alert.validUntil()).isEqualTo(time + 4 * MINUTE);
                assertThat(alert.lastSentAt()).isEqualTo(time);
            }
        }
        // Only when the delay is over, not when it is just reached.
        assertThat(sent.toString()).isEqualTo("0 90 180 ");
    }

    @Test
    void takeDue_intervalLongerThanTheDelay_decidesHowLongItIsBelieved() {
        AlertLifecycle rule = lifecycle(0, 0);
        evaluate(rule, 0, "a");
        List<Alert> due = rule.takeDue(0, EVERY_MINUTE, Duration.ofMinutes(5));
        assertThat(due).extracting(Alert::validUntil).containsExactly(20 * MINUTE);
    }

    @Test
    void takeDue_resolved_isSentAtOnce() {
        AlertLifecycle rule = lifecycle(0, 0);
        evaluate(rule, 0, "a");
        rule.takeDue(0, Duration.ofHours(1), EVERY_MINUTE);
        evaluate(rule, 1);
        List<Alert> due = rule.takeDue(MINUTE, Duration.ofHours(1), EVERY_MINUTE);
        assertThat(due).extracting(Alert::state).containsExactly(AlertState.INACTIVE);
        assertThat(rule.takeDue(2 * MINUTE, Duration.ofHours(1), EVERY_MINUTE)).isEmpty();
    }

    @Test
    void state_isTheHighestOne() {
        AlertLifecycle rule = lifecycle(2, 0);
        assertThat(rule.state()).isEqualTo(AlertState.INACTIVE);
        evaluate(rule, 0, "a");
        assertThat(rule.state()).isEqualTo(AlertState.PENDING);
        evaluate(rule, 2, "a", "b");
        assertThat(rule.state()).isEqualTo(AlertState.FIRING);
    }

    @Test
    void restore_movesWhatIsKnown() {
        AlertLifecycle rule = lifecycle(10, 0);
        evaluate(rule, 20, "a", "b");
        rule.restore(labels -> labels.equals(labels("a")) ? 5 * MINUTE : Alert.NEVER);
        assertThat(evaluate(rule, 21, "a", "b")).isEqualTo("a=firing b=pending");
    }
}
