package io.narthex.rules.run;

import static io.narthex.rules.run.RuleFixture.alert;
import static io.narthex.rules.run.RuleFixture.alerts;
import static io.narthex.rules.run.RuleFixture.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;
import io.narthex.rules.file.RuleDefinition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class RestoreTest {
    private static final int HOUR = 3600;

    private final RuleFixture fixture = new RuleFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RuleDefinition down(int forMinutes) {
        return alert(
                "Down",
                "m > 0",
                Duration.ofMinutes(forMinutes),
                Map.of("of", "{{ $labels.i }}"),
                Map.of());
    }

    /// A server's last sample about an alert was at `downAt`; it is up again at an hour, where the
    /// alert's element is still there. Times are in seconds.
    private RunningGroup restarted(RuleDefinition rule, int downAt, double activeAt) {
        fixture.put(
                downAt,
                activeAt,
                "__name__",
                "ALERTS_FOR_STATE",
                "alertname",
                "Down",
                "i",
                "a",
                "of",
                "a");
        fixture.put(HOUR - 60, 1, "__name__", "m", "i", "a");
        RunningGroup group =
                new RunningGroup(plan(0, rule), new GroupCounters(), false, fixture.context);
        fixture.evaluate(group, HOUR - 30);
        fixture.evaluate(group, HOUR);
        assertThat(fixture.samples("ALERTS")).isEmpty();
        group.restore();
        return group;
    }

    private static long activeAt(RunningGroup group) {
        return alerts(group, 0).getFirst().activeAt() / 1000;
    }

    @Test
    void restore_firedBefore_goesOnFiring() {
        RunningGroup group = restarted(down(10), HOUR - 120, 1000);
        assertThat(activeAt(group)).isEqualTo(1000);
        fixture.evaluate(group, HOUR + 30);
        assertThat(RuleFixture.states(group, 0)).isEqualTo("firing");
        assertThat(fixture.samples("ALERTS")).contains("3630:1.0");
        assertThat(group.stats().restoreSeconds()).isPositive();
    }

    @Test
    void restore_wouldFireSoon_waitsForTheGracePeriod() {
        RunningGroup group = restarted(down(20), HOUR - 120, HOUR - 120 - 15 * 60);
        assertThat(activeAt(group)).isEqualTo(HOUR + 600 - 1200);
    }

    @Test
    void restore_stillPending_doesNotCountTheDowntime() {
        RunningGroup group = restarted(down(30), HOUR - 120, HOUR - 120 - 60);
        assertThat(activeAt(group)).isEqualTo(HOUR - 60);
    }

    @Test
    void restore_shortFor_beginsAnew() {
        RunningGroup group = restarted(down(9), HOUR - 120, 1000);
        assertThat(activeAt(group)).isEqualTo(HOUR - 30);
        fixture.evaluate(group, HOUR + 30);
        assertThat(fixture.samples("ALERTS")).contains("3630:1.0");
    }

    @Test
    void restore_wasNotActive_beginsAnew() {
        assertThat(activeAt(restarted(down(20), HOUR - 120, StaleNaN.VALUE))).isEqualTo(HOUR - 30);
    }

    @Test
    void restore_tooLongAgo_beginsAnew() {
        assertThat(activeAt(restarted(down(20), -1, -2000))).isEqualTo(HOUR - 30);
    }
}
