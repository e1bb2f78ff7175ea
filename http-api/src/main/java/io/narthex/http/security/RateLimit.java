package io.narthex.http.security;

import java.time.Duration;

/// How many requests are answered: those of all senders together take tokens out of one bucket.
///
/// @param interval in which a token comes; zero for no limit
/// @param burst how many tokens the bucket holds, which is full at first; without any nobody is
///     answered
///
/// Thread safety: immutable.
public record RateLimit(Duration interval, int burst) {
    /// No limit.
    public static final RateLimit NONE = new RateLimit(Duration.ZERO, 0);

    /// Refuses negative numbers.
    public RateLimit {
        if (interval.isNegative() || burst < 0) {
            throw new IllegalArgumentException("a rate limit is negative");
        }
    }
}
