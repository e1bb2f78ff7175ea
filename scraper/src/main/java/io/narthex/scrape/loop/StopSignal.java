package io.narthex.scrape.loop;

/// Ends a loop by an interrupt, at a moment that suits what the loop is doing. Storing is never
/// interrupted: a store that writes files would have them closed under it.
///
/// Thread safety: [#stop] may be called from any thread, [#enter] from the loop's own.
final class StopSignal {
    /// What a loop is doing.
    enum Phase {
        WAITING,
        ASKING,
        STORING
    }

    private Phase phase = Phase.WAITING;

    /// Whether the loop ends when it would wait again.
    private boolean endsSoon;

    /// Ends a loop.
    ///
    /// @param loop its thread
    /// @param atOnce whether a request under way is cut short; otherwise the scrape is finished
    synchronized void stop(Thread loop, boolean atOnce) {
        if (phase == Phase.WAITING || (atOnce && phase == Phase.ASKING)) {
            loop.interrupt();
        } else {
            endsSoon = true;
        }
    }

    /// Goes on to another phase.
    ///
    /// @throws InterruptedException if the loop is to end instead
    synchronized void enter(Phase next) throws InterruptedException {
        phase = next;
        boolean ends = endsSoon && next == Phase.WAITING;
        if (ends) {
            endsSoon = false;
        }
        if (Thread.interrupted() || ends) {
            throw new InterruptedException();
        }
    }
}
