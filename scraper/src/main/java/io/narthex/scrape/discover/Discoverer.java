package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;

import java.time.Duration;
import java.util.List;

/// Asks one source for targets.
///
/// Thread safety: for the thread of one loop.
interface Discoverer extends AutoCloseable {
    /// Asks once. What is not known now, such as the content of a file that can't be read, stays as
    /// it was.
    ///
    /// @return everything that is there
    /// @throws DiscoveryException if nothing is known about it; the last answer holds on
    List<TargetGroup> refresh() throws DiscoveryException, InterruptedException;

    /// Waits until it is time to ask again.
    ///
    /// @param interval longest wait
    default void awaitNext(Duration interval) throws InterruptedException {
        Thread.sleep(interval);
    }

    @Override
    default void close() {}
}
