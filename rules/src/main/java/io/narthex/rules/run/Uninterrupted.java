package io.narthex.rules.run;

/// Waits that have to be finished, since what comes behind them builds on it. An interrupt is kept
/// for later.
///
/// Thread safety: stateless.
final class Uninterrupted {
    private Uninterrupted() {}

    /// Something to wait for; may be begun anew.
    @FunctionalInterface
    interface Wait {
        void run() throws InterruptedException;
    }

    /// Waits to the end.
    static void await(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.run();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
