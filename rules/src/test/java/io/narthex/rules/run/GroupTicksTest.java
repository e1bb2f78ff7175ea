package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class GroupTicksTest {
    private static final long INTERVAL = 10_000;
    private static final long NOW = 1_700_000_000_000L;

    private static GroupTicks ticks(long now) {
        return new GroupTicks("f.yml", "g", Duration.ofMillis(INTERVAL), now);
    }

    @Test
    void time_isTheNextSlotOfTheGroup() {
        long hash = LabelsHash.of(Labels.of("name", "g", "file", "f.yml"));
        long offset = Long.remainderUnsigned(hash, INTERVAL * 1_000_000) / 1_000_000;
        long time = ticks(NOW).time();
        assertThat(time % INTERVAL).isEqualTo(offset);
        assertThat(time - NOW).isBetween(1L, INTERVAL);
    }

    @Test
    void time_exactlyOnASlot_isTheOneAfter() {
        long slot = ticks(NOW).time();
        assertThat(ticks(slot).time()).isEqualTo(slot + INTERVAL);
    }

    @Test
    void time_isTheSameGridForEveryStart() {
        long first = ticks(NOW).time();
        assertThat(ticks(NOW + 123_456).time() - first).matches(d -> d % INTERVAL == 0);
    }

    @Test
    void advance_quickEvaluation_goesToTheNextTime() {
        GroupTicks ticks = ticks(NOW);
        long first = ticks.time();
        ticks.advance(first + 5);
        assertThat(ticks.time()).isEqualTo(first + INTERVAL);
        assertThat(ticks.missed()).isZero();
        assertThat(ticks.left(first + 5)).isEqualTo(INTERVAL - 5);
    }

    @Test
    void advance_beforeItsOwnTime_doesNotComeTwice() {
        GroupTicks ticks = ticks(NOW);
        long first = ticks.time();
        ticks.advance(first - 1);
        assertThat(ticks.left(first - 1)).isEqualTo(INTERVAL + 1);
        assertThat(ticks.time()).isEqualTo(first + INTERVAL);
    }

    @Test
    void advance_slowEvaluation_comesAtOnceWithTheNewestTime() {
        GroupTicks ticks = ticks(NOW);
        long first = ticks.time();
        ticks.advance(first + 2 * INTERVAL + 500);
        assertThat(ticks.time()).isEqualTo(first + 2 * INTERVAL);
        assertThat(ticks.missed()).isEqualTo(1);
        assertThat(ticks.left(first + 2 * INTERVAL + 500)).isNegative();
        ticks.advance(first + 2 * INTERVAL + 600);
        assertThat(ticks.time()).isEqualTo(first + 3 * INTERVAL);
        assertThat(ticks.missed()).isZero();
    }

    @Test
    void left_clockSetBack_goesBackWithIt() {
        GroupTicks ticks = ticks(NOW);
        long first = ticks.time();
        long back = first - 3_600_000 + 7;
        assertThat(ticks.left(back)).isEqualTo(INTERVAL - 7);
        assertThat(ticks.time()).isEqualTo(first - 3_600_000 + INTERVAL);
    }
}
