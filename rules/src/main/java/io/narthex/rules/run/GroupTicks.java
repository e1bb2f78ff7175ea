package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;

import java.time.Duration;

/// The times at which a group is evaluated: a grid of its interval, shifted by an offset that
/// spreads the groups and depends on nothing but file and name, so that a restart goes on in the
/// same grid.
///
/// Thread safety: for one thread.
public final class GroupTicks {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long interval;
    private final long offset;
    private long time;
    private long missed;

    /// The grid of a group, before its first time behind `now`.
    ///
    /// @param file of the group, as the configuration leads to it
    /// @param now epoch milliseconds
    public GroupTicks(String file, String group, Duration interval, long now) {
        this.interval = interval.toMillis();
        long hash = LabelsHash.of(Labels.of("file", file, "name", group));
        this.offset = Long.remainderUnsigned(hash, interval.toNanos()) / NANOS_PER_MILLI;
        this.time = slot(now) + this.interval;
    }

    /// The newest time of the grid up to `now`.
    private long slot(long now) {
        return now - Math.floorMod(now - offset, interval);
    }

    /// The time that is due next, epoch milliseconds.
    public long time() {
        return time;
    }

    /// How many times were left out before that, because an evaluation took too long.
    long missed() {
        return missed;
    }

    /// How long to wait for that time. A clock that was set back takes the grid back with it.
    ///
    /// @param now epoch milliseconds
    /// @return milliseconds, 0 or less where it has come
    long left(long now) {
        if (time - now > 2 * interval) {
            time = slot(now) + interval;
        }
        return time - now;
    }

    /// Goes on behind an evaluation: to the next time, or where that has passed already to the
    /// newest one that has.
    ///
    /// @param now epoch milliseconds
    public void advance(long now) {
        long next = time + interval;
        time = Math.max(next, slot(now));
        missed = (time - next) / interval;
    }
}
