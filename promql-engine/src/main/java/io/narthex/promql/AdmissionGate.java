package io.narthex.promql;

import io.narthex.promql.exec.Cancellation;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a limited number of queries in; others wait, and give up at their deadline or when they are
/// cancelled. Where too many wait already, no more do.
///
/// Thread safety: safe for concurrent calls.
final class AdmissionGate {
    private static final String PHASE = "query queue";

    private final int maxWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Guarded by `lock`: the places, and those who wait for one.
    private int free;

    private int waiting;

    AdmissionGate(int places, int maxWaiting) {
        this.free = places;
        this.maxWaiting = maxWaiting;
    }

    /// Takes a place; waits while there is none.
    ///
    /// @throws QueryException.Overloaded if too many wait
    /// @throws QueryException.Timeout if the deadline passes first
    /// @throws QueryException.Canceled if the query is cancelled first or the thread interrupted
    void enter(Cancellation cancellation) {
        lock.lock();
        try {
            cancellation.check(PHASE);
            if (free == 0 && waiting >= maxWaiting) {
                throw new QueryException.Overloaded(
                        "too many queries at once: "
                                + waiting
                                + " wait already, as many as query.max-queued allows;"
                                + " try again later");
            }
            waiting++;
            try {
                while (free == 0) {
                    await(cancellation);
                    cancellation.check(PHASE);
                }
            } finally {
                waiting--;
            }
            free--;
        } finally {
            lock.unlock();
        }
    }

    private void await(Cancellation cancellation) {
        try {
            // The remaining time is looked at again by the check that follows.
            long unused = changed.awaitNanos(cancellation.remainingNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
        }
    }

    /// How many wait.
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a place back.
    void leave() {
        lock.lock();
        try {
            free++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Makes those who wait look at their cancellation again.
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
