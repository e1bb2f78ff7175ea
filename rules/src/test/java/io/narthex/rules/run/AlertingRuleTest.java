package io.narthex.rules.run;

import static io.narthex.rules.run.RuleFixture.alert;
import static io.narthex.rules.run.RuleFixture.alerts;
import static io.narthex.rules.run.RuleFixture.plan;
import static io.narthex.rules.run.RuleFixture.record;
import static io.narthex.rules.run.RuleFixture.rule;
import static io.narthex.rules.run.RuleFixture.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class AlertingRuleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final RuleFixture fixture = new RuleFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void evaluate_writesSeriesOfItsAlerts() {
        fixture.put(0, 5, "__name__", "m", "i", "a");
        RunningGroup group = fixture.group(alert("High", "m > 4", MINUTE));
        fixture.evaluate(group, 30);
        fixture.evaluate(group, 90);
        fixture.put(100, 1, "__name__", "m", "i", "a");
        fixture.evaluate(group, 120);
        assertThat(fixture.samples("ALERTS"))
                .isEqualTo(
                        """
                        {alertname="High", alertstate="firing", i="a"} 90:1.0 120:stale
                        {alertname="High", alertstate="pending", i="a"} 30:1.0 90:stale\
                        """);
        assertThat(fixture.samples("ALERTS_FOR_STATE"))
                .isEqualTo("{alertname=\"High\", i=\"a\"} 30:30.0 90:30.0 120:stale");
    }

    @Test
    void evaluate_identity_isTheResultsLabelsUnderThoseOfTheRule() {
        fixture.put(0, 5, "__name__", "m", "i", "a", "severity", "x", "gone", "y");
        RunningGroup group =
                fixture.group(
                        alert(
                                "High",
                                "m",
                                MINUTE,
                                Map.of("severity", "page", "gone", "", "alertname", "other"),
                                Map.of()));
        fixture.evaluate(group, 30);
        assertThat(alerts(group, 0))
                .extracting(Alert::labels)
                .containsExactly(Labels.of("alertname", "High", "i", "a", "severity", "page"));
    }

    @Test
    void evaluate_templates_knowElementServerAndQueries() {
        fixture.put(0, 5, "__name__", "m", "i", "a");
        RunningGroup group =
                fixture.group(
                        alert(
                                "High",
                                "m",
                                Duration.ZERO,
                                Map.of("of", "{{ $labels.__name__ }} at {{ $labels.i }}"),
                                Map.of(
                                        "value",
                                        "{{ $value }} in {{ $externalLabels.cluster }}",
                                        "query",
                                        "{{ query \"m * 2\" | first | value }}",
                                        "empty",
                                        "{{ .Labels.nothing }}",
                                        "broken",
                                        "{{ query \"m *\" }}")));
        fixture.evaluate(group, 30);
        Alert alert = alerts(group, 0).getFirst();
        assertThat(alert.labels().get("of")).isEqualTo("m at a");
        assertThat(alert.annotations())
                .containsEntry("value", "5 in c1")
                .containsEntry("query", "10")
                .containsEntry("empty", "");
        assertThat(alert.annotations().get("broken"))
                .startsWith("<error expanding template: error executing template __alert_High:");
        assertThat(rule(group, 0).evaluated().lastError()).isEmpty();
    }

    @Test
    void evaluate_failure_leavesAlertsAsTheyAre() {
        fixture.put(0, 5, "__name__", "m", "i", "a");
        RunningGroup group = fixture.group(alert("High", "m / on () group_left m", MINUTE));
        fixture.evaluate(group, 30);
        fixture.put(40, 5, "__name__", "m", "i", "b");
        fixture.evaluate(group, 60);
        assertThat(rule(group, 0).evaluated().lastError()).contains("many-to-many");
        assertThat(states(group, 0)).isEqualTo("pending");
        assertThat(fixture.samples("ALERTS_FOR_STATE")).doesNotContain("stale");
    }

    @Test
    void evaluate_moreThanTheLimit_endsAllAndTheirSeriesGoOnUntilThen() {
        fixture.put(0, 5, "__name__", "m", "i", "a");
        RunningGroup group = fixture.group(plan(1, alert("High", "m", Duration.ZERO)));
        fixture.evaluate(group, 30);
        fixture.put(40, 5, "__name__", "m", "i", "b");
        fixture.evaluate(group, 60);
        assertThat(rule(group, 0).evaluated().lastError())
                .isEqualTo("exceeded limit of 1 with 2 alerts");
        assertThat(alerts(group, 0)).isEmpty();
    }

    @Test
    void status_beforeTheFirstEvaluation_isUnknown() {
        RunningGroup group = fixture.group(alert("High", "m > 4", MINUTE));
        assertThat(((RuleStatus.Alerting) rule(group, 0)).state()).isEqualTo(AlertState.UNKNOWN);
        fixture.evaluate(group, 30);
        assertThat(((RuleStatus.Alerting) rule(group, 0)).state()).isEqualTo(AlertState.INACTIVE);
        assertThat(rule(group, 0).query()).isEqualTo("m > 4");
    }

    @Test
    void send_firingAndResolved_withTimesAndALink() {
        fixture.put(0, 5, "__name__", "m");
        RunningGroup group = fixture.group(alert("High", "m{a!~\"b*~\"}  >  4", MINUTE));
        fixture.evaluate(group, 30);
        assertThat(fixture.sent).isEmpty();
        fixture.evaluate(group, 90);
        AlertNotice firing = fixture.sent.getLast();
        assertThat(firing.startsAt()).isEqualTo(90_000);
        assertThat(firing.endsAt()).isEqualTo(90_000 + 4 * 60_000);
        assertThat(firing.generatorUrl())
                .isEqualTo(
                        "http://narthex:9090/graph?g0.expr="
                                + "m%7Ba%21~%22b%2A~%22%7D+%3E+4&g0.tab=1");
        fixture.evaluate(group, 120);
        assertThat(fixture.sent).hasSize(1);
        fixture.put(130, 1, "__name__", "m");
        fixture.evaluate(group, 150);
        AlertNotice resolved = fixture.sent.getLast();
        assertThat(resolved.startsAt()).isEqualTo(90_000);
        assertThat(resolved.endsAt()).isEqualTo(150_000);
        assertThat(resolved.alert().state()).isEqualTo(AlertState.INACTIVE);
    }

    @Test
    void copyFrom_sameNameAndLabels_keepsAlertsWhateverElseChanged() {
        fixture.put(0, 5, "__name__", "m");
        RunningGroup before =
                fixture.group(
                        alert("High", "m > 4", MINUTE),
                        alert("High", "m > 4", MINUTE, Map.of("l", "1"), Map.of()));
        fixture.evaluate(before, 30);
        fixture.evaluate(before, 90);
        RunningGroup after =
                fixture.group(
                        record("r", "m", Map.of()),
                        alert("High", "m > 3", Duration.ofMinutes(2)),
                        alert("High", "m > 4", MINUTE, Map.of("l", "2"), Map.of()));
        after.copyFrom(before);
        fixture.evaluate(after, 120);
        // The longer time to wait makes it pending again; the other is another alert.
        assertThat(states(after, 1)).isEqualTo("pending");
        assertThat(alerts(after, 1).getFirst().activeAt()).isEqualTo(30_000);
        assertThat(alerts(after, 2).getFirst().activeAt()).isEqualTo(120_000);
        assertThat(fixture.samples("ALERTS_FOR_STATE{l=\"1\"}")).endsWith("120:stale");
        fixture.evaluate(after, 150);
        assertThat(states(after, 1)).isEqualTo("firing");
    }
}
