package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Asks one source again and again until it is stopped.
///
/// Thread safety: safe for concurrent calls; the discoverer belongs to the loop's own thread.
final class DiscoveryLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLoop.class);

    private final DiscoveryConfig config;
    private final Discoverer discoverer;
    private final DiscoveryCounters counters;
    private final Runnable asked;
    private final Thread thread;
    private final LongAdder refreshes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private volatile List<TargetGroup> groups = List.of();
    private volatile boolean tried;

    /// @param asked called after each attempt that changed something, and after the first
    DiscoveryLoop(
            DiscoveryConfig config,
            Discoverer discoverer,
            DiscoveryCounters counters,
            Runnable asked) {
        this.config = config;
        this.discoverer = discoverer;
        this.counters = counters;
        this.asked = asked;
        this.thread =
                Thread.ofVirtual().name("discover " + config.mechanism()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (discoverer) {
            while (true) {
                refresh();
                discoverer.awaitNext(config.refreshInterval());
            }
        } catch (InterruptedException _) {
            LOG.debug("discovery by {} ends", config.mechanism());
        }
    }

    private void refresh() throws InterruptedException {
        long start = System.nanoTime();
        boolean news = !tried;
        try {
            List<TargetGroup> now = List.copyOf(discoverer.refresh());
            news |= !now.equals(groups);
            groups = now;
        } catch (DiscoveryException e) {
            failures.increment();
            LOG.error("discovery by {} failed, the targets stay: {}", mechanism(), e.getMessage());
        } catch (RuntimeException e) {
            // Whatever went wrong, the next attempt may go well.
            failures.increment();
            LOG.error("discovery by {} failed unexpectedly", mechanism(), e);
        }
        refreshes.increment();
        long took = System.nanoTime() - start;
        nanos.add(took);
        counters.refreshed(mechanism(), took);
        tried = true;
        if (news) {
            asked.run();
        }
    }

    private String mechanism() {
        return config.mechanism();
    }

    /// What was found last.
    List<TargetGroup> groups() {
        return groups;
    }

    /// Whether the source has been asked at all.
    boolean tried() {
        return tried;
    }

    DiscoveryStats.Source stats(String set) {
        return new DiscoveryStats.Source(
                mechanism(), set, refreshes.sum(), failures.sum(), nanos.sum() / 1e9);
    }

    void stop() {
        thread.interrupt();
    }

    void join(Duration limit) throws InterruptedException {
        boolean _ = thread.join(limit);
    }
}
