package io.narthex.scrape.discover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PaceTest {
    @Test
    void changesThatKeepComing_waitLongerUpToTheMostAndQuietResetsThat() {
        long now = -50; // System.nanoTime may be anything
        Pace pace = new Pace(Duration.ofSeconds(5), now);
        long pause = pace.pause(now);
        assertThat(Duration.ofNanos(pause)).isEqualTo(Duration.ofMillis(100));
        for (int i = 0; i < 20; i++) {
            now += pause;
            pace.sent(now);
            long next = pace.pause(now);
            assertThat(next).isGreaterThanOrEqualTo(pause);
            pause = next;
        }
        assertThat(Duration.ofNanos(pause)).isEqualTo(Duration.ofSeconds(5));
        pace.sent(now);
        assertThat(pace.pause(now + Duration.ofMillis(5001).toNanos()))
                .isEqualTo(Duration.ofMillis(100).toNanos());
    }
}
