package io.narthex.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TokenBucketTest {
    private static final RateLimit TWO = new RateLimit(Duration.ofSeconds(1), 2);

    private long nanos = Long.MAX_VALUE - 1_500_000_000;
    private final TokenBucket bucket = new TokenBucket(() -> nanos);

    private void pass(long millis) {
        nanos += millis * 1_000_000;
    }

    @Test
    void bucket_isFullAtFirst_andFillsByOneInEachInterval() {
        assertThat(bucket.take(TWO)).isTrue();
        assertThat(bucket.take(TWO)).isTrue();
        assertThat(bucket.take(TWO)).isFalse();
        pass(999);
        assertThat(bucket.take(TWO)).isFalse();
        pass(1);
        assertThat(bucket.take(TWO)).isTrue();
        assertThat(bucket.take(TWO)).isFalse();
        pass(60_000);
        assertThat(bucket.take(TWO)).isTrue();
        assertThat(bucket.take(TWO)).isTrue();
        assertThat(bucket.take(TWO)).isFalse();
    }

    @Test
    void otherLimit_startsAnew() {
        assertThat(bucket.take(new RateLimit(Duration.ofHours(1), 1))).isTrue();
        assertThat(bucket.take(new RateLimit(Duration.ofHours(1), 1))).isFalse();
        assertThat(bucket.take(TWO)).isTrue();
        assertThat(bucket.take(RateLimit.NONE)).isTrue();
        assertThat(bucket.take(new RateLimit(Duration.ofDays(1000), 1_000_000))).isTrue();
        assertThat(bucket.take(new RateLimit(Duration.ofHours(1), 0))).isFalse();
    }
}
