package io.narthex.tsdb.wal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What those who read the log while it grows need to know, and what the log needs to know of them:
/// where it ends, and which segments they still need.
///
/// Assumption: what is before the end is whole and never changes. So a reader needs no lock while
/// it reads.
///
/// Thread safety: safe for concurrent calls; nothing else is locked while its monitor is held.
public final class WalReaders {
    private final Map<WalCursor, Long> needs = new HashMap<>();
    private WalPosition end = new WalPosition(0, 0, 0);
    private boolean closed;

    /// Tells that the log has grown.
    synchronized void publish(WalPosition newEnd) {
        end = newEnd;
        notifyAll();
    }

    /// Where the log ends.
    public synchronized WalPosition end() {
        return end;
    }

    /// Waits until the log ends behind a position, nothing more will come, or the reader is
    /// released.
    ///
    /// @param nanos how long at most
    /// @return whether the log ends behind the position
    /// @throws InterruptedException if the thread is interrupted while it waits
    synchronized boolean await(WalCursor reader, WalPosition seen, long nanos)
            throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos;
                end.compareTo(seen) <= 0 && !closed && needs.containsKey(reader) && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return end.compareTo(seen) > 0;
    }

    /// Nothing more will be logged. What readers need is kept for the next start.
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// Whether nothing more will be logged.
    public synchronized boolean isClosed() {
        return closed;
    }

    /// A new reader needs a segment and those behind it.
    synchronized void add(WalCursor reader, long segment) {
        needs.put(reader, segment);
    }

    /// A reader, unless it was released, needs a segment and those behind it, not those before.
    synchronized void moved(WalCursor reader, long segment) {
        needs.replace(reader, segment);
    }

    /// A reader needs nothing any more.
    synchronized void release(WalCursor reader) {
        needs.remove(reader);
        notifyAll();
    }

    /// The oldest segment that a reader needs; `Long.MAX_VALUE` where there is no reader.
    public synchronized long oldestNeeded() {
        return needs.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }
}
