package io.narthex.rules.run;

import static io.narthex.rules.run.RuleFixture.plan;
import static io.narthex.rules.run.RuleFixture.record;
import static io.narthex.rules.run.RuleFixture.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.RuleGroupStats;
import io.narthex.rules.RuleHealth;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.file.RuleGroupDefinition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class RecordingRuleTest {
    private final RuleFixture fixture = new RuleFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void evaluate_storesUnderTheNewNameWithTheRulesLabels() {
        fixture.put(0, 5, "__name__", "m", "a", "x", "gone", "y");
        RunningGroup group =
                fixture.group(record("r", "m * 2", Map.of("a", "own", "gone", "", "b", "new")));
        fixture.evaluate(group, 30);
        assertThat(fixture.samples("r")).isEqualTo("{a=\"own\", b=\"new\"} 30:10.0");
        Evaluated evaluated = rule(group, 0).evaluated();
        assertThat(evaluated.health()).isEqualTo(RuleHealth.OK);
        assertThat(evaluated.lastError()).isEmpty();
        assertThat(evaluated.at()).isEqualTo(fixture.clock.instant());
    }

    @Test
    void evaluate_scalar_isOneSeriesWithoutLabels() {
        RunningGroup group = fixture.group(record("r", "scalar(vector(3))", Map.of()));
        fixture.evaluate(group, 30);
        assertThat(fixture.samples("r")).isEqualTo("{} 30:3.0");
    }

    @Test
    void evaluate_string_fails() {
        RunningGroup group = fixture.group(record("r", "\"text\"", Map.of()));
        fixture.evaluate(group, 30);
        assertThat(rule(group, 0).evaluated().lastError())
                .isEqualTo("rule result is not a vector or scalar");
    }

    @Test
    void evaluate_laterRules_seeWhatEarlierOnesGave() {
        fixture.put(30, 5, "__name__", "m");
        RunningGroup group =
                fixture.group(record("one", "m", Map.of()), record("two", "one + 1", Map.of()));
        fixture.evaluate(group, 30);
        assertThat(fixture.samples("two")).isEqualTo("{} 30:6.0");
    }

    @Test
    void evaluate_vanishedSeries_getsOneStaleMarker() {
        fixture.put(0, 1, "__name__", "m", "i", "a");
        fixture.put(0, 1, "__name__", "m", "i", "b");
        RunningGroup group = fixture.group(record("r", "m", Map.of()));
        fixture.evaluate(group, 240);
        fixture.put(270, 1, "__name__", "m", "i", "a");
        fixture.evaluate(group, 330);
        fixture.evaluate(group, 360);
        assertThat(fixture.samples("r"))
                .isEqualTo("{i=\"a\"} 240:1.0 330:1.0 360:1.0\n{i=\"b\"} 240:1.0 330:stale");
    }

    @Test
    void evaluate_failure_marksNothingAndOtherRulesGoOn() {
        fixture.put(0, 1, "__name__", "m", "i", "a");
        RunningGroup group =
                fixture.group(
                        record("r", "m / on () group_left n", Map.of()),
                        record("other", "m", Map.of()));
        fixture.put(0, 1, "__name__", "n", "i", "a");
        fixture.evaluate(group, 30);
        fixture.put(40, 1, "__name__", "n", "i", "b");
        fixture.evaluate(group, 60);
        assertThat(fixture.samples("r")).isEqualTo("{i=\"a\"} 30:1.0");
        assertThat(fixture.samples("other")).isEqualTo("{i=\"a\"} 30:1.0 60:1.0");
        Evaluated failed = rule(group, 0).evaluated();
        assertThat(failed.health()).isEqualTo(RuleHealth.ERR);
        assertThat(failed.lastError()).contains("many-to-many matching not allowed");
        RuleGroupStats stats = group.stats();
        assertThat(stats.evaluations()).isEqualTo(4);
        assertThat(stats.failures()).isEqualTo(1);
        assertThat(stats.samples()).isEqualTo(1);
        assertThat(stats.evaluatedAtSeconds()).isEqualTo(60);
    }

    @Test
    void evaluate_sameLabelsTwice_fails() {
        fixture.put(0, 1, "__name__", "m", "i", "a");
        fixture.put(0, 1, "__name__", "m", "i", "b");
        RunningGroup group = fixture.group(record("r", "m", Map.of("i", "")));
        fixture.evaluate(group, 30);
        assertThat(rule(group, 0).evaluated().lastError())
                .isEqualTo(
                        "vector contains metrics with the same labelset after applying rule"
                                + " labels");
        assertThat(fixture.samples("r")).isEmpty();
    }

    @Test
    void evaluate_moreThanTheLimit_storesNothing() {
        fixture.put(0, 1, "__name__", "m", "i", "a");
        fixture.put(0, 1, "__name__", "m", "i", "b");
        RunningGroup group = fixture.group(plan(1, record("r", "m", Map.of())));
        fixture.evaluate(group, 30);
        assertThat(rule(group, 0).evaluated().lastError())
                .isEqualTo("exceeded limit of 1 with 2 series");
        assertThat(fixture.samples("r")).isEmpty();
    }

    @Test
    void evaluate_queryOffset_isInQueryAndSamples() {
        fixture.put(0, 1, "__name__", "m");
        fixture.put(40, 2, "__name__", "m");
        RuleGroupDefinition definition =
                new RuleGroupDefinition(
                        "g",
                        null,
                        Duration.ofSeconds(30),
                        0,
                        Map.of(),
                        List.of(record("r", "m", Map.of())),
                        RuleFixture.PLACE);
        RunningGroup group = fixture.group(new GroupPlan("f", definition, RuleFixture.INTERVAL));
        fixture.evaluate(group, 60);
        fixture.evaluate(group, 90);
        assertThat(fixture.samples("r")).isEqualTo("{} 30:1.0 60:2.0");
    }

    @Test
    void evaluate_refusedByTheStore_isTold() {
        fixture.put(0, 1, "__name__", "m");
        fixture.put(100, 1, "__name__", "r");
        RunningGroup group = fixture.group(record("r", "m", Map.of()));
        fixture.evaluate(group, 30);
        Evaluated evaluated = rule(group, 0).evaluated();
        assertThat(evaluated.health()).isEqualTo(RuleHealth.ERR);
        assertThat(evaluated.lastError()).isEqualTo("out of order sample");
        assertThat(group.stats().failures()).isZero();
    }

    @Test
    void evaluate_stopped_leavesTheRestOut() {
        fixture.put(0, 1, "__name__", "m");
        RunningGroup group =
                fixture.group(record("one", "m", Map.of()), record("two", "m", Map.of()));
        group.evaluate(30_000, () -> !fixture.samples("one").isEmpty());
        assertThat(fixture.samples("one")).isEqualTo("{} 30:1.0");
        assertThat(fixture.samples("two")).isEmpty();
    }

    @Test
    void copyFrom_rulesThatAreGone_endTheirSeries() {
        fixture.put(0, 1, "__name__", "m");
        RunningGroup before =
                fixture.group(
                        record("kept", "m", Map.of()),
                        record("gone", "m", Map.of()),
                        record("same", "m", Map.of("v", "1")),
                        record("same", "m", Map.of("v", "2")));
        fixture.evaluate(before, 30);
        RunningGroup after =
                fixture.group(
                        record("same", "m", Map.of("v", "2")), record("kept", "m + 1", Map.of()));
        after.copyFrom(before);
        fixture.evaluate(after, 60);
        fixture.evaluate(after, 90);
        assertThat(fixture.samples("kept")).isEqualTo("{} 30:1.0 60:2.0 90:2.0");
        assertThat(fixture.samples("gone")).isEqualTo("{} 30:1.0 60:stale");
        assertThat(fixture.samples("same"))
                .isEqualTo("{v=\"1\"} 30:1.0 60:stale\n{v=\"2\"} 30:1.0 60:1.0 90:1.0");
    }

    @Test
    void copyFrom_ruleIsRenamedButGivesTheSameSeries_goesOn() {
        fixture.put(0, 1, "__name__", "m");
        RunningGroup before = fixture.group(record("r", "m", Map.of("a", "")));
        fixture.evaluate(before, 30);
        RunningGroup after = fixture.group(record("r", "m", Map.of()));
        after.copyFrom(before);
        fixture.evaluate(after, 60);
        assertThat(fixture.samples("r")).isEqualTo("{} 30:1.0 60:1.0");
    }
}
