package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.StoreFile;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// How much of the log is durable.
///
/// After a failed sync nobody knows which pages the kernel still holds: a later sync may succeed
/// and mean nothing. So the log stays *poisoned*, and says so, until a checkpoint of all that was
/// written by then is durable elsewhere.
///
/// Thread safety: safe for concurrent calls. `syncLock` lets one thread sync at a time; `this`
/// guards which files there are and how much was written, and is never held during a sync.
final class WalSync {
    private record Segment(StoreFile file, long number) {}

    private final ReentrantLock syncLock = new ReentrantLock();

    /// The segments not yet synced to their end, the current one last.
    private final Deque<Segment> open = new ArrayDeque<>();

    private long written;
    private volatile long synced;

    /// Bytes written when a sync failed, 0 while none has.
    private volatile long poisonedAt;

    synchronized void began(StoreFile file, long number, int bytes) {
        open.addLast(new Segment(file, number));
        written += bytes;
    }

    synchronized void wrote(int bytes) {
        written += bytes;
    }

    synchronized long written() {
        return written;
    }

    boolean isPoisoned() {
        return poisonedAt > 0;
    }

    void await(long position) throws IOException {
        syncLock.lock();
        try {
            if (synced < position) {
                syncLocked();
            }
        } finally {
            syncLock.unlock();
        }
    }

    private void syncLocked() throws IOException {
        List<Segment> unsynced;
        long upTo;
        synchronized (this) {
            unsynced = new ArrayList<>(open);
            upTo = written;
        }
        try {
            for (Segment segment : unsynced) {
                segment.file.force();
            }
        } catch (IOException e) {
            poisonedAt = upTo;
            throw e;
        }
        if (poisonedAt > 0) {
            throw new IOException("an earlier sync of the log failed; a checkpoint has to mend it");
        }
        synced = upTo;
        // All but the current one are complete, and now durable.
        closeAll(unsynced.subList(0, unsynced.size() - 1));
    }

    private void closeAll(List<Segment> done) throws IOException {
        synchronized (this) {
            open.removeAll(done);
        }
        for (Segment segment : done) {
            segment.file.close();
        }
    }

    /// Segments below a number are superfluous, and so is syncing them.
    void superseded(long number, long position) throws IOException {
        syncLock.lock();
        try {
            synced = Math.max(synced, position);
            if (poisonedAt <= position) {
                poisonedAt = 0;
            }
            List<Segment> old;
            synchronized (this) {
                old = open.stream().filter(s -> s.number < number).toList();
            }
            closeAll(old);
        } finally {
            syncLock.unlock();
        }
    }

    void close() throws IOException {
        List<Segment> all;
        synchronized (this) {
            all = new ArrayList<>(open);
        }
        closeAll(all);
    }
}
