package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleReplay;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.file.OnMissing;
import io.narthex.rules.file.RuleFileReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Alerts whose data vanish. Samples count for five minutes; rules are evaluated every minute.
class OnMissingTest {
    private final RuleFixture fixture = new RuleFixture();
    private final List<String> changes = new ArrayList<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RuleReplay rules(String policy, String expr, String rest) {
        String yaml =
                """
                groups:
                - name: g
                  rules:
                  - alert: A
                    expr: %s
                    on_missing: %s
                %s
                """
                        .formatted(expr, policy, rest.indent(4));
        RuleServices services =
                new RuleServices(
                        fixture.engine,
                        fixture.store,
                        fixture.store,
                        AlertSink.NONE,
                        (_, t) ->
                                changes.add(
                                        t.time() / 60_000
                                                + " "
                                                + t.from().text()
                                                + " "
                                                + t.to().text()
                                                + " "
                                                + t.reason().text()),
                        RuleTimings.NONE);
        return new RuleReplay(
                List.of(new RuleFileReader(ParserOptions.STABLE).parse("r.yml", yaml)),
                new Defaults(Duration.ofMinutes(1), Duration.ZERO, Labels.empty()),
                services,
                fixture.options);
    }

    private void put(long minute, double value, String... labels) {
        fixture.put(minute * 60, value, labels);
    }

    /// The states after each of some evaluations: `p`, `f`, or `-` for none.
    private String states(RuleReplay rules, int from, int to) {
        StringBuilder states = new StringBuilder();
        for (int minute = from; minute <= to; minute++) {
            rules.evaluate(minute * 60_000L);
            String now =
                    active(rules).stream()
                            .map(a -> a.state().text().substring(0, 1))
                            .collect(Collectors.joining());
            states.append(now.isEmpty() ? "-" : now).append(' ');
        }
        return states.toString().strip();
    }

    private static List<Alert> active(RuleReplay rules) {
        return ((RuleStatus.Alerting) rules.groups().getFirst().rules().getFirst()).alerts();
    }

    private void firing(RuleReplay rules) {
        put(0, 9, "__name__", "m", "job", "shop", "instance", "a");
        put(1, 9, "__name__", "m", "job", "shop", "instance", "a");
        assertThat(states(rules, 0, 2)).isEqualTo("p f f");
    }

    @Test
    void resolve_dataGone_endsAsInPrometheus() {
        RuleReplay rules = rules("resolve", "m > 5", "for: 1m");
        firing(rules);
        assertThat(states(rules, 3, 7)).isEqualTo("f f f - -");
        assertThat(changes.getLast()).isEqualTo("6 firing inactive absent");
    }

    @Test
    void keep_firing_staysUntilTheConditionIsKnownNotToHold() {
        RuleReplay rules = rules("keep", "m > 5", "for: 1m");
        firing(rules);
        assertThat(states(rules, 3, 20)).isEqualTo("f ".repeat(18).strip());
        put(21, 5, "__name__", "m", "job", "shop", "instance", "a");
        assertThat(states(rules, 21, 22)).isEqualTo("- -");
        assertThat(changes)
                .containsExactly(
                        "0 inactive pending present",
                        "1 pending firing for_elapsed",
                        "6 firing firing kept_without_data",
                        "21 firing inactive absent");
        assertThat(fixture.samples("ALERTS{alertstate=\"firing\"}"))
                .contains("1200:1.0 1260:stale");
    }

    @Test
    void keep_pending_doesNotFireForLackOfData() {
        RuleReplay rules = rules("keep", "m > 5", "for: 8m");
        put(0, 9, "__name__", "m");
        assertThat(states(rules, 0, 20)).isEqualTo("p ".repeat(21).strip());
        put(21, 9, "__name__", "m");
        put(25, 9, "__name__", "m");
        // Four minutes before the gap count, and one from the last evaluation without data on.
        assertThat(states(rules, 21, 25)).isEqualTo("p p p f f");
    }

    @Test
    void keep_conditionOfOneSeries_isTheConditionOfThatSeries() {
        RuleReplay rules = rules("keep", "m > 5", "");
        put(0, 9, "__name__", "m", "i", "a");
        put(0, 9, "__name__", "m", "i", "b");
        assertThat(states(rules, 0, 0)).isEqualTo("ff");
        put(1, 1, "__name__", "m", "i", "a");
        put(10, 1, "__name__", "m", "i", "a");
        assertThat(states(rules, 1, 12)).isEqualTo("f ".repeat(12).strip());
        assertThat(active(rules).getFirst().labels().get("i")).isEqualTo("b");
    }

    @Test
    void keep_keepFiringForUnderWay_goesOnToItsEnd() {
        RuleReplay rules = rules("keep", "m > 5", "keep_firing_for: 8m");
        put(0, 9, "__name__", "m");
        put(1, 1, "__name__", "m");
        assertThat(states(rules, 0, 10)).isEqualTo("f f f f f f f f f - -");
        assertThat(changes.getLast()).isEqualTo("9 firing inactive keep_firing_for_elapsed");
    }

    @Test
    void keep_absenceAsCondition_endsWhenDataCome() {
        RuleReplay rules = rules("keep", "absent(m)", "");
        assertThat(states(rules, 0, 0)).isEqualTo("f");
        put(1, 1, "__name__", "m");
        assertThat(states(rules, 1, 1)).isEqualTo("-");
    }

    @Test
    void alert_noDataAtAll_keepsWhatFiresAndSaysSo() {
        RuleReplay rules =
                rules(
                        "alert",
                        "m > 5",
                        "for: 1m\n"
                                + "labels: {severity: page}\n"
                                + "annotations: {s: 'of {{ $labels.job }}'}");
        firing(rules);
        assertThat(states(rules, 3, 8)).isEqualTo("f f f fp ff ff");
        Alert said =
                active(rules).stream()
                        .filter(a -> a.labels().get("no_data") != null)
                        .findFirst()
                        .orElseThrow();
        assertThat(said.labels())
                .isEqualTo(Labels.of("alertname", "A", "no_data", "true", "severity", "page"));
        assertThat(said.annotations())
                .containsEntry("no_data", "there are no data for m > 5")
                .containsEntry("s", "of ");
        assertThat(changes).contains("6 inactive pending no_data", "7 pending firing for_elapsed");
        put(9, 9, "__name__", "m", "job", "shop", "instance", "a");
        assertThat(states(rules, 9, 9)).isEqualTo("f");
        put(10, 1, "__name__", "m", "job", "shop", "instance", "a");
        assertThat(states(rules, 10, 10)).isEqualTo("-");
    }

    @Test
    void alert_otherSeriesHaveData_endsTheOneThatIsGone() {
        RuleReplay rules = rules("alert", "m > 5", "");
        put(0, 9, "__name__", "m", "i", "a");
        put(0, 1, "__name__", "m", "i", "b");
        put(4, 1, "__name__", "m", "i", "b");
        assertThat(states(rules, 0, 6)).isEqualTo("f f f f f - -");
    }

    @Test
    void keepWhileTargetDown_upIsZero_staysUntilTheTargetIsBackWithout() {
        RuleReplay rules = rules("keep_while_target_down", "m > 5", "for: 1m");
        put(0, 1, "__name__", "up", "job", "shop", "instance", "a");
        put(0, 0, "__name__", "up", "job", "other", "instance", "b");
        firing(rules);
        put(3, 0, "__name__", "up", "job", "shop", "instance", "a");
        put(7, 0, "__name__", "up", "job", "shop", "instance", "a");
        assertThat(states(rules, 3, 9)).isEqualTo("f f f f f f f");
        put(10, 1, "__name__", "up", "job", "shop", "instance", "a");
        assertThat(states(rules, 10, 11)).isEqualTo("- -");
        assertThat(changes)
                .contains("6 firing firing kept_without_data", "10 firing inactive no_data");
    }

    @Test
    void keepWhileTargetDown_noUp_stays() {
        RuleReplay rules = rules("keep_while_target_down", "m > 5", "for: 1m");
        firing(rules);
        assertThat(states(rules, 3, 12)).isEqualTo("f ".repeat(10).strip());
    }

    @Test
    void keepWhileTargetDown_oneTargetOfTheJob_isEnough() {
        RuleReplay rules = rules("keep_while_target_down", "sum by (job) (m) > 5", "");
        put(0, 9, "__name__", "m", "job", "shop", "instance", "a");
        put(4, 0, "__name__", "up", "job", "shop", "instance", "a");
        put(4, 1, "__name__", "up", "job", "shop", "instance", "b");
        assertThat(states(rules, 0, 8)).isEqualTo("f ".repeat(9).strip());
    }

    @Test
    void everyPolicy_isWrittenAsItIsRead() {
        for (OnMissing policy : OnMissing.values()) {
            assertThat(OnMissing.parse(policy.text())).isEqualTo(policy);
        }
    }
}
