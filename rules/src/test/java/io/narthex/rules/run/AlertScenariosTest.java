package io.narthex.rules.run;

import static io.narthex.rules.run.RuleFixture.alert;
import static io.narthex.rules.run.RuleFixture.alerts;
import static io.narthex.rules.run.RuleFixture.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.AlertNotice;
import io.narthex.rules.alert.AlertState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The four stories that Prometheus' conformance programme for alert generators tells, with samples
/// every 15 s and evaluations every 30 s.
class AlertScenariosTest {
    private static final int SAMPLE = 15;
    private static final int EVALUATION = 30;

    private final RuleFixture fixture = new RuleFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /// Stores `value:count` pairs as samples, one after the other.
    private void put(String runs, String... labels) {
        int time = 0;
        for (String run : runs.split(" ")) {
            String[] parts = run.split(":");
            for (int n = Integer.parseInt(parts[1]); n > 0; n--) {
                fixture.put(time, Double.parseDouble(parts[0]), labels);
                time += SAMPLE;
            }
        }
    }

    /// The states of a rule at each evaluation, one by one: what changed, with the time in seconds.
    private String story(RunningGroup group, int rule, int until) {
        List<String> story = new ArrayList<>();
        String last = "";
        for (int time = 0; time <= until; time += EVALUATION) {
            fixture.evaluate(group, time);
            String now = states(group, rule);
            if (!now.equals(last)) {
                story.add(time + ":" + (now.isEmpty() ? "inactive" : now));
                last = now;
            }
        }
        return String.join(" ", story);
    }

    @Test
    void pendingFiringResolved() {
        put("3:8 5:1 2:7 15:8 11:32 9:21", "__name__", "m");
        RunningGroup group =
                fixture.group(
                        alert(
                                "SimpleAlert",
                                "m > 10",
                                Duration.ofMinutes(6),
                                Map.of("foo", "bar"),
                                Map.of("summary", "The value is {{$value}} {{.Value}}")));
        // Above ten from 240 s on, not any more from 840 s on.
        assertThat(story(group, 0, 1140)).isEqualTo("240:pending 600:firing 840:inactive");
        assertThat(fixture.sent).extracting(AlertNotice::startsAt).containsOnly(600_000L);
        assertThat(notices(AlertState.FIRING)).isEqualTo("600 690 780");
        assertThat(notices(AlertState.INACTIVE)).isEqualTo("840 930 1020 1110");
        assertThat(fixture.sent.getFirst().alert().annotations())
                .containsEntry("summary", "The value is 11 11");
    }

    /// When alerts of a state were sent, in seconds.
    private String notices(AlertState state) {
        List<String> times = new ArrayList<>();
        for (AlertNotice notice : fixture.sent) {
            if (notice.alert().state() == state) {
                times.add(String.valueOf(notice.alert().lastSentAt() / 1000));
            }
        }
        return String.join(" ", times);
    }

    @Test
    void pendingResolved_andAlwaysInactive() {
        put("5:8 11:8 9:21", "__name__", "m");
        RunningGroup group =
                fixture.group(
                        alert("PendingAlert", "m > 10", Duration.ofMinutes(3)),
                        alert("InactiveAlert", "m > 99", Duration.ofMinutes(3)));
        assertThat(story(group, 0, 480)).isEqualTo("120:pending 240:inactive");
        assertThat(states(group, 1)).isEmpty();
        assertThat(fixture.sent).isEmpty();
        assertThat(fixture.samples("ALERTS"))
                .isEqualTo(
                        "{alertname=\"PendingAlert\", alertstate=\"pending\"}"
                                + " 120:1.0 150:1.0 180:1.0 210:1.0 240:stale");
    }

    @Test
    void zeroFor_andSmallFor() {
        put("5:8 11:8 14:8 9:21", "__name__", "m");
        RunningGroup group =
                fixture.group(
                        alert("ZeroFor", "m > 10", Duration.ZERO),
                        alert("SmallFor", "m > 13", Duration.ofSeconds(15)));
        // The shorter wait is over at the next evaluation only.
        assertThat(story(group, 1, 480)).isEqualTo("240:pending 270:firing 360:inactive");
        assertThat(fixture.samples("ALERTS{alertname=\"ZeroFor\"}"))
                .isEqualTo(
                        "{alertname=\"ZeroFor\", alertstate=\"firing\"} 120:1.0 150:1.0 180:1.0"
                                + " 210:1.0 240:1.0 270:1.0 300:1.0 330:1.0 360:stale");
    }

    @Test
    void newAlerts_andOrder() {
        put("1:8 11:65 9:21", "__name__", "m", "variant", "one");
        put("1:32 11:33 9:21", "__name__", "m", "variant", "two");
        String firing =
                "ALERTS{alertstate=\"firing\", alertname=\"R1\", foo=\"bar\", variant=\"%s\"}";
        RunningGroup group =
                fixture.group(
                        alert(
                                "R1",
                                "m > 10",
                                Duration.ofMinutes(3),
                                Map.of("foo", "bar"),
                                Map.of()),
                        alert(
                                "R2",
                                "(%s + ignoring(variant) %s) == 2"
                                        .formatted(
                                                firing.formatted("one"), firing.formatted("two")),
                                Duration.ZERO,
                                Map.of("foo", "baz", "ba_dum", "tss"),
                                Map.of(
                                        "description",
                                        "Old alertname was {{$labels.alertname}}."
                                                + " foo was {{.Labels.foo}}.")));
        assertThat(story(group, 0, 660))
                .isEqualTo("120:pending 300:firing 480:firing pending 660:firing firing");
        // The second rule sees in the same evaluation what the first one wrote.
        assertThat(alerts(group, 1))
                .singleElement()
                .satisfies(
                        a -> {
                            assertThat(a.activeAt()).isEqualTo(660_000);
                            assertThat(a.value()).isEqualTo(2);
                            assertThat(a.labels().toString())
                                    .isEqualTo(
                                            "{alertname=\"R2\", alertstate=\"firing\","
                                                    + " ba_dum=\"tss\", foo=\"baz\"}");
                            assertThat(a.annotations())
                                    .containsEntry(
                                            "description", "Old alertname was R1. foo was bar.");
                        });
    }
}
