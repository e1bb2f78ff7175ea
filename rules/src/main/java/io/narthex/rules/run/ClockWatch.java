package io.narthex.rules.run;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Notices that the clock was set, by comparing it with one that nobody sets.
///
/// Thread safety: for one thread.
final class ClockWatch {
    /// What is less than that between two looks is a clock that is made slower or faster to become
    /// right, or time between two readings.
    private static final long NOTICED_MILLIS = 1000;

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private long ahead;

    /// @param nanoTime goes on evenly, in nanoseconds since whenever
    ClockWatch(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ahead = ahead();
    }

    private long ahead() {
        return clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    /// By how much the clock was set since the last look, in milliseconds: forward, or back where
    /// that is negative; 0 where it was not.
    long jump() {
        long now = ahead();
        long by = now - ahead;
        ahead = now;
        return Math.abs(by) < NOTICED_MILLIS ? 0 : by;
    }
}
