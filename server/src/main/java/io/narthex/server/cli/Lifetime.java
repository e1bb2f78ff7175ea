package io.narthex.server.cli;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a command running until its time is over or the process is asked to end, by Ctrl-C or
/// SIGTERM, and then closes what runs.
///
/// Thread safety: [#end] may be called from any thread; the rest is for one.
final class Lifetime {
    /// Whoever hangs longer than this is left behind.
    private static final long CLOSE_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Waits for the end.
    ///
    /// @param running closed at the end
    /// @param limit null to run until the process is asked to end
    void await(AutoCloseable running, @Nullable Duration limit) throws Exception {
        Thread hook = Thread.ofPlatform().name("narthex-shutdown").unstarted(this::onShutdown);
        Runtime.getRuntime().addShutdownHook(hook);
        try (running) {
            if (limit == null) {
                asked.await();
            } else {
                boolean _ = asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            closed.countDown();
        }
    }

    /// Asks for the end.
    void end() {
        asked.countDown();
    }

    /// A signal is the usual way to end a server and no failure, so the process ends with 0 instead
    /// of the virtual machine's 130 or 143.
    private void onShutdown() {
        end();
        try {
            if (closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the machine is going down by itself
        }
    }
}
