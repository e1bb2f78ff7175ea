package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class IncidentPlanTest {
    private long seconds = 1000;

    private IncidentPlan plan(String... incidents) {
        return IncidentPlan.of(
                Stream.of(incidents).map(Incident::parse).toList(), () -> seconds * 1_000_000_000L);
    }

    @Test
    void active_fromStartForItsLength() {
        IncidentPlan plan = plan("down:start=2s,length=3s");
        List<Boolean> down = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            down.add(plan.isDown());
            seconds++;
        }
        assertThat(down).containsExactly(false, false, true, true, true, false, false);
    }

    @Test
    void several_overlap() {
        IncidentPlan plan =
                plan(
                        "load:start=0,factor=3",
                        "load:start=5s,factor=2",
                        "latency:start=5s,rate=100%,by=1s",
                        "latency:start=5s,rate=100%,by=2s");
        assertThat(plan.loadFactor()).isEqualTo(3);
        assertThat(plan.delay()).isZero();
        seconds += 5;
        assertThat(plan.loadFactor()).isEqualTo(6);
        assertThat(plan.delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(plan.fails("GET")).isFalse();
    }

    @Test
    void add_laterIncident_countsFromThen() {
        IncidentPlan plan = plan();
        seconds += 100;
        plan.add(Incident.parse("down:start=1s,length=1s"));
        assertThat(plan.isDown()).isFalse();
        seconds++;
        assertThat(plan.isDown()).isTrue();
    }

    @Test
    void add_moreThanTwenty_isRefusedUntilOneIsOver() {
        IncidentPlan plan = plan();
        for (int i = 0; i < 20; i++) {
            plan.add(Incident.parse("down:start=0,length=%ds".formatted(i + 1)));
        }
        Incident more = Incident.parse("down");
        assertThatThrownBy(() -> plan.add(more)).hasMessageContaining("wait until one is over");
        seconds++;
        plan.add(more);
        assertThat(plan.active()).hasSize(19);
    }

    @Test
    void watch_tellsEachBeginAndEndOnce() {
        IncidentPlan plan = plan("errors:start=1s,length=2s", "down:start=2s,length=5s");
        List<String> heard = new ArrayList<>();
        IncidentWatch.Rounds rounds =
                new IncidentWatch.Rounds(
                        plan,
                        new IncidentWatch.Listener() {
                            @Override
                            public void begun(long number, Incident incident) {
                                heard.add(seconds + " begin " + number);
                            }

                            @Override
                            public void ended(long number, Incident incident) {
                                heard.add(seconds + " end " + number);
                            }
                        });
        for (int i = 0; i < 5; i++) {
            rounds.look();
            rounds.look();
            seconds++;
        }
        plan.add(Incident.parse("load:start=0")); // the first is forgotten
        rounds.look();
        assertThat(heard)
                .containsExactly("1001 begin 1", "1002 begin 2", "1003 end 1", "1005 begin 3");
    }
}
