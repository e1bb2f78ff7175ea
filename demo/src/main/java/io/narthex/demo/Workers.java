package io.narthex.demo;

import java.util.function.LongSupplier;

/// The application's workers: each answers one request at a time, and a request waits for a free
/// one.
///
/// Thread safety: safe for concurrent calls.
final class Workers {
    private final LongSupplier nanoTime;

    // lock: this; guards what follows
    private int count;
    private int busy;

    /// Sum over all workers of the time that they have worked.
    private long busyNanos;

    private long measuredAt;

    /// @param nanoTime nanoseconds since whenever
    Workers(int count, LongSupplier nanoTime) {
        this.count = count;
        this.nanoTime = nanoTime;
        measuredAt = nanoTime.getAsLong();
    }

    /// Takes a worker; whoever does gives it back.
    synchronized void take() throws InterruptedException {
        while (busy >= count) {
            wait();
        }
        measure();
        busy++;
    }

    synchronized void giveBack() {
        measure();
        busy--;
        notifyAll();
    }

    /// There are as many from now on; those above it end their request first.
    synchronized void resize(int workers) {
        count = workers;
        notifyAll();
    }

    synchronized int count() {
        return count;
    }

    synchronized int busy() {
        return busy;
    }

    /// How long workers have worked so far, all together, in nanoseconds.
    synchronized long busyNanos() {
        measure();
        return busyNanos;
    }

    private void measure() {
        long now = nanoTime.getAsLong();
        busyNanos += busy * (now - measuredAt);
        measuredAt = now;
    }
}
