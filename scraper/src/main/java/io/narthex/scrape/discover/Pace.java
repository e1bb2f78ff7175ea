package io.narthex.scrape.discover;

import java.time.Duration;

/// How long a change waits before it is passed on, so that those that come soon after go with it: a
/// moment after a time of quiet, and ever longer while changes keep coming.
///
/// Thread safety: for one thread.
final class Pace {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final double GROWTH = 1.5;

    private final long mostNanos;
    private long last;
    private long pause;

    /// @param most longest wait
    /// @param now by `System.nanoTime()`
    Pace(Duration most, long now) {
        this.mostNanos = most.toNanos();
        this.last = now - mostNanos - 1;
    }

    /// How long a change that is there now waits, in nanoseconds.
    long pause(long now) {
        boolean quiet = now - last > mostNanos;
        double next = quiet ? FIRST.toNanos() : pause * GROWTH;
        pause = (long) Math.min(next, mostNanos);
        return pause;
    }

    /// Something was passed on.
    void sent(long now) {
        last = now;
    }
}
