package io.narthex.scrape;

import io.narthex.model.Appendable;
import io.narthex.scrape.http.HostResolver;
import io.narthex.scrape.http.ScrapeClient;
import io.narthex.scrape.loop.LoopContext;
import io.narthex.scrape.loop.ScrapeCounters;
import io.narthex.scrape.loop.ScrapePool;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Scrapes the targets of its jobs into a store, until it is closed.
///
/// Thread safety: safe for concurrent calls.
public final class Scraper implements AutoCloseable {
    private final Object lock = new Object();
    private final ScraperOptions options;
    private final ScrapeCounters counters = new ScrapeCounters();
    private final ScrapeClient client;
    private final LoopContext context;

    /// Guarded by `lock`, like everything below.
    private Map<String, ScrapePool> pools = new LinkedHashMap<>();

    /// Jobs that are gone, until their stale markers are written.
    private final List<ScrapePool> ending = new ArrayList<>();

    private boolean closed;

    /// Creates a scraper without jobs.
    public Scraper(Appendable storage, ScraperOptions options) {
        this(storage, options, HostResolver.SYSTEM);
    }

    Scraper(Appendable storage, ScraperOptions options, HostResolver resolver) {
        this.options = options;
        this.client = new ScrapeClient(resolver);
        this.context = new LoopContext(storage, options, client, counters);
    }

    /// Replaces the jobs. Loops and caches of targets that stay as they were go on undisturbed;
    /// those that end, or go on under other rules, finish a scrape that is under way.
    ///
    /// @throws IllegalArgumentException if two jobs have the same name
    /// @throws IllegalStateException if the scraper is closed
    public void apply(List<ScrapeConfig> configs) {
        requireDistinct(configs);
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the scraper is closed");
            }
            ending.removeIf(ScrapePool::isOver);
            Map<String, ScrapePool> before = pools;
            pools = new LinkedHashMap<>();
            for (ScrapeConfig config : configs) {
                ScrapePool pool = before.remove(config.jobName());
                if (pool == null) {
                    pool = new ScrapePool(config, context, this::spread);
                } else {
                    pool.apply(config);
                }
                pools.put(config.jobName(), pool);
            }
            before.values().forEach(pool -> pool.stop(true));
            ending.addAll(before.values());
        }
    }

    private static void requireDistinct(List<ScrapeConfig> configs) {
        Set<String> names = new HashSet<>();
        for (ScrapeConfig config : configs) {
            if (!names.add(config.jobName())) {
                throw new IllegalArgumentException(
                        "found multiple scrape configs with job name \"" + config.jobName() + "\"");
            }
        }
    }

    private long spread(String identity) {
        return Fnv64.hash(identity) ^ options.seed();
    }

    /// The targets that are scraped, by job and then in the order of discovery.
    public List<TargetStatus> activeTargets() {
        return collect(ScrapePool::active);
    }

    /// The targets that relabelling dropped.
    public List<DroppedTarget> droppedTargets() {
        return collect(ScrapePool::dropped);
    }

    /// What the active targets say about their metrics.
    ///
    /// @param metric only this metric family; null for all
    public List<TargetMetadata> metadata(@Nullable String metric) {
        return collect(pool -> pool.metadata(metric));
    }

    private <T> List<T> collect(Function<ScrapePool, List<T>> part) {
        synchronized (lock) {
            return pools.values().stream().flatMap(pool -> part.apply(pool).stream()).toList();
        }
    }

    /// What was counted so far.
    public ScraperStats stats() {
        return counters.stats();
    }

    /// Stops all loops and waits for their ends: requests under way are cut short, what is being
    /// stored is stored. Writes no stale markers: the series go on after a restart.
    @Override
    public void close() {
        List<ScrapePool> all;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            all = new ArrayList<>(pools.values());
            all.addAll(ending);
        }
        all.forEach(pool -> pool.stop(false));
        try {
            for (ScrapePool pool : all) {
                pool.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the loops end by themselves
        }
        client.close();
    }
}
