package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ClockWatchTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final ManualClock even = new ManualClock(5000);
    private final ClockWatch watch = new ClockWatch(clock, () -> even.millis() * 1_000_000);

    private void pass(Duration time) {
        clock.advance(time);
        even.advance(time);
    }

    @Test
    void jump_timePasses_isNone() {
        pass(Duration.ofHours(5));
        assertThat(watch.jump()).isZero();
    }

    @Test
    void jump_clockSet_isToldOnce() {
        pass(Duration.ofSeconds(30));
        clock.advance(Duration.ofHours(2));
        assertThat(watch.jump()).isEqualTo(7_200_000);
        pass(Duration.ofSeconds(30));
        assertThat(watch.jump()).isZero();
        clock.advance(Duration.ofMinutes(-10));
        assertThat(watch.jump()).isEqualTo(-600_000);
        assertThat(watch.jump()).isZero();
    }

    @Test
    void jump_clockMadeSlower_isNone() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(60));
            clock.advance(Duration.ofMillis(-30));
            assertThat(watch.jump()).isZero();
        }
    }
}
