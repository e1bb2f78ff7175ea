package io.narthex.rules.run;

import static io.narthex.rules.run.RuleFixture.alert;
import static io.narthex.rules.run.RuleFixture.alerts;
import static io.narthex.rules.run.RuleFixture.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.model.Labels;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleGroupDefinition;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A clock that is set while rules are evaluated.
class ClockJumpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RuleFixture fixture = new RuleFixture();
    private @Nullable GroupLoop loop;
    private volatile Duration set = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(set);

    @AfterEach
    void close() {
        if (loop != null) {
            loop.stop(false);
            loop.join();
        }
        fixture.close();
    }

    private RunningGroup group(RuleDefinition rule) {
        RunContext own = fixture.context;
        RunContext context =
                new RunContext(
                        own.services(),
                        RuleOptions.of(clock, ""),
                        own.queries(),
                        Labels.empty(),
                        () -> 0,
                        null,
                        new CountDownLatch(1));
        RuleGroupDefinition definition =
                new RuleGroupDefinition(
                        "g", null, null, 0, Map.of(), List.of(rule), RuleFixture.PLACE);
        GroupPlan plan = new GroupPlan("rules.yml", definition, Duration.ofMillis(20));
        RunningGroup group = new RunningGroup(plan, new GroupCounters(), true, context);
        GroupLoop started = new GroupLoop(group, false, context);
        started.start();
        loop = started;
        return group;
    }

    private void jump(RunningGroup group, Duration by) {
        set = set.plus(by);
        // Evaluations under the new clock, and some more behind them.
        Instant now = clock.instant().plusMillis(40);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            Instant at = group.status().evaluatedAt();
                            return at != null
                                    && at.isAfter(now)
                                    && at.isBefore(now.plusSeconds(60));
                        });
    }

    @Test
    void jump_neitherFiresNorEndsAlerts_norChangesSinceWhenTheyAre() {
        RunningGroup pending = group(alert("Waits", "vector(1)", Duration.ofHours(1)));
        await().atMost(PATIENCE).until(() -> states(pending, 0).equals("pending"));
        Instant since = Instant.ofEpochMilli(alerts(pending, 0).getFirst().activeAt());
        Instant begun = clock.instant();
        for (Duration by : List.of(Duration.ofHours(2), Duration.ofHours(-5))) {
            jump(pending, by);
            assertThat(states(pending, 0)).isEqualTo("pending");
            Alert alert = alerts(pending, 0).getFirst();
            assertThat(Instant.ofEpochMilli(alert.activeAt()))
                    .isBetween(since.plus(set).minusSeconds(1), begun.plus(set).plusSeconds(1));
        }
    }

    @Test
    void jump_back_leavesAnAlertFiring() {
        RunningGroup firing = group(alert("Fires", "vector(1)", Duration.ofMillis(100)));
        await().atMost(PATIENCE).until(() -> states(firing, 0).equals("firing"));
        jump(firing, Duration.ofHours(-3));
        assertThat(states(firing, 0)).isEqualTo("firing");
        assertThat(alerts(firing, 0).getFirst().firedAt())
                .isLessThanOrEqualTo(clock.millis() + 1000);
    }
}
