package io.narthex.demo;

import java.time.Duration;

/// Does a thing again and again on a thread of its own.
///
/// Thread safety: safe for concurrent calls.
final class Ticker implements AutoCloseable {
    private final Thread thread;

    private Ticker(Thread thread) {
        this.thread = thread;
    }

    /// Begins now.
    ///
    /// @param task must not throw
    static Ticker start(String name, Duration pause, Runnable task) {
        return new Ticker(Thread.ofVirtual().name(name).start(() -> run(pause, task)));
    }

    private static void run(Duration pause, Runnable task) {
        try {
            while (true) {
                task.run();
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed: the thread ends
        }
    }

    /// Ends it, and waits for a run that is going on.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        }
    }
}
