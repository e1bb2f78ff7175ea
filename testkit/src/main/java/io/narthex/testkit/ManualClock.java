package io.narthex.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves only when told to.
///
/// Thread safety: safe for concurrent calls.
public final class ManualClock implements InstantSource {
    private final AtomicLong millis;

    /// Starts at a time in epoch milliseconds.
    public ManualClock(long millis) {
        this.millis = new AtomicLong(millis);
    }

    /// Moves the clock on.
    public void advance(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    /// Sets the clock to a time in epoch milliseconds.
    public void set(long epochMillis) {
        millis.set(epochMillis);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long millis() {
        return millis.get();
    }
}
