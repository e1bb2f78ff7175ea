package io.narthex.scrape.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// The times of a target's scrapes: a grid of the interval, shifted by an offset that spreads the
/// targets.
///
/// Thread safety: for one thread.
final class Ticker {
    /// Timestamps this close to the grid are put on it, which compresses them to almost nothing.
    private static final long TOLERANCE_NANOS = 2_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final InstantSource clock;
    private final long interval;
    private long due;
    private long aligned;
    private boolean started;

    /// @param offset in nanoseconds, below the interval
    Ticker(InstantSource clock, Duration interval, long offset) {
        this.clock = clock;
        this.interval = interval.toNanos();
        long now = epochNanos(clock.instant());
        long wait = Math.floorMod(offset - Math.floorMod(now, this.interval), this.interval);
        this.due = System.nanoTime() + wait;
    }

    private static long epochNanos(Instant instant) {
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }

    /// Waits for the next tick. A tick that a slow scrape missed comes at once; earlier ones are
    /// left out.
    ///
    /// @return the timestamp of the scrape, epoch milliseconds
    long next() throws InterruptedException {
        long now = System.nanoTime();
        while (due + interval <= now) {
            due += interval;
        }
        sleepUntil(due);
        due += interval;
        return align(epochNanos(clock.instant()));
    }

    private long align(long now) {
        if (!started) {
            started = true;
            aligned = now;
        } else {
            aligned += interval;
            while (now - aligned >= interval) {
                aligned += interval;
            }
        }
        long tolerance = Math.min(interval / 100, TOLERANCE_NANOS);
        long time = Math.abs(now - aligned) <= tolerance ? aligned : now;
        return Math.floorDiv(time, NANOS_PER_MILLI);
    }

    /// Waits past the tick after the next one, by when the target would have been scraped again if
    /// it had only moved.
    ///
    /// @return the timestamp of the next tick from now, epoch milliseconds
    long awaitEnd() throws InterruptedException {
        long left = due - System.nanoTime();
        long first = (epochNanos(clock.instant()) + left) / NANOS_PER_MILLI;
        sleepUntil(due + interval + interval / 10);
        return first;
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        long left = nanoTime - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
