package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.RuleReplay;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.file.OnMissing;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Random series and rules: `resolve` is what Prometheus does, and every policy is, as long as
/// there are data.
class OnMissingPropertyTest {
    private static final int MINUTES = 60;
    private static final List<String> SERIES = List.of("a", "b", "c");

    /// Values by series and minute; NaN where there is none.
    private final double[][] values = new double[SERIES.size()][MINUTES];

    private int hold;
    private int keepFiring;

    private void prepare(RandomGenerator random, boolean gaps) {
        hold = random.nextInt(4);
        keepFiring = random.nextInt(4);
        for (double[] series : values) {
            boolean there = true;
            for (int i = 0; i < MINUTES; i++) {
                there = !gaps || (random.nextInt(5) == 0 ? !there : there);
                series[i] = there ? random.nextInt(3) : Double.NaN;
            }
        }
    }

    /// What alerts go through by the rule of a file: a line per minute.
    private List<String> evaluated(String key) {
        try (RuleFixture fixture = new RuleFixture()) {
            String yaml =
                    "groups: [{name: g, rules: [{alert: A, expr: 'max_over_time(m[1m]) > 0',"
                            + " for: %dm, keep_firing_for: %dm %s}]}]"
                                    .formatted(hold, keepFiring, key);
            RuleReplay rules =
                    new RuleReplay(
                            List.of(new RuleFileReader(ParserOptions.STABLE).parse("r", yaml)),
                            new Defaults(Duration.ofMinutes(1), Duration.ZERO, Labels.empty()),
                            fixture.services(),
                            fixture.options);
            List<String> lines = new ArrayList<>();
            for (int minute = 0; minute < MINUTES; minute++) {
                for (int s = 0; s < SERIES.size(); s++) {
                    if (!Double.isNaN(values[s][minute])) {
                        fixture.put(
                                minute * 60L,
                                values[s][minute],
                                "__name__",
                                "m",
                                "i",
                                SERIES.get(s));
                    }
                }
                rules.evaluate(minute * 60_000L);
                lines.add(line(minute, rules));
            }
            return lines;
        }
    }

    private static String line(int minute, RuleReplay rules) {
        RuleStatus status = rules.groups().getFirst().rules().getFirst();
        assertThat(status.evaluated().lastError()).isEmpty();
        StringBuilder line = new StringBuilder().append(minute);
        ((RuleStatus.Alerting) status)
                .alerts()
                .forEach(
                        a ->
                                line.append(' ')
                                        .append(a.labels().get("i"))
                                        .append(a.state().text())
                                        .append(a.activeAt() / 60_000));
        return line.toString();
    }

    /// An alert by the words of Prometheus' documentation; times in minutes, -1 for never.
    private static final class Model {
        private int activeAt = -1;
        private boolean firing;
        private int goneSince = -1;

        private void step(int minute, boolean present, int hold, int keepFiring) {
            if (present) {
                activeAt = activeAt < 0 ? minute : activeAt;
                goneSince = -1;
                firing |= minute - activeAt >= hold;
                return;
            }
            goneSince = goneSince < 0 ? minute : goneSince;
            if (!firing || minute - goneSince >= keepFiring) {
                activeAt = -1;
                firing = false;
                goneSince = -1;
            }
        }
    }

    private List<String> expected() {
        SortedMap<String, Model> alerts = new TreeMap<>();
        SERIES.forEach(s -> alerts.put(s, new Model()));
        List<String> lines = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            StringBuilder line = new StringBuilder().append(minute);
            for (int s = 0; s < SERIES.size(); s++) {
                Model alert = alerts.get(SERIES.get(s));
                alert.step(minute, values[s][minute] > 0, hold, keepFiring);
                if (alert.activeAt >= 0) {
                    line.append(' ').append(SERIES.get(s));
                    line.append(alert.firing ? "firing" : "pending").append(alert.activeAt);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void resolve_isWhatPrometheusDoes_withAndWithoutTheKey() {
        Seeds.forEach(
                10,
                seed -> {
                    prepare(Seeds.random(seed), true);
                    List<String> expected = expected();
                    assertThat(evaluated("")).isEqualTo(expected);
                    assertThat(evaluated(", on_missing: resolve")).isEqualTo(expected);
                });
    }

    @Test
    void everyPolicy_isTheSameAsLongAsThereAreData() {
        Seeds.forEach(
                5,
                seed -> {
                    prepare(Seeds.random(seed), false);
                    List<String> expected = expected();
                    for (OnMissing policy : OnMissing.values()) {
                        assertThat(evaluated(", on_missing: " + policy.text())).isEqualTo(expected);
                    }
                });
    }
}
