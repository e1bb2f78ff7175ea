package io.narthex.scrape;

import io.narthex.client.HttpClientConfig;
import io.narthex.model.Appendable;
import io.narthex.scrape.discover.Discovery;
import io.narthex.scrape.discover.DiscoveryContext;
import io.narthex.scrape.discover.DiscoveryCounters;
import io.narthex.scrape.discover.DiscoveryStats;
import io.narthex.scrape.discover.NameServers;
import io.narthex.scrape.discover.Sources;
import io.narthex.scrape.doctor.Diagnosis;
import io.narthex.scrape.doctor.DiagnosisException;
import io.narthex.scrape.doctor.TargetChoice;
import io.narthex.scrape.doctor.TargetDoctor;
import io.narthex.scrape.http.HostResolver;
import io.narthex.scrape.http.ScrapeClient;
import io.narthex.scrape.loop.LoopContext;
import io.narthex.scrape.loop.LoopTarget;
import io.narthex.scrape.loop.ScrapeCounters;
import io.narthex.scrape.loop.ScrapePool;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
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
    private final DiscoveryContext discoveries;
    private final Discovery discovery;
    private final TargetDoctor doctor;

    /// Guarded by `lock`, like everything below.
    private Map<String, ScrapePool> pools = new LinkedHashMap<>();

    /// Jobs that are gone, until their stale markers are written.
    private final List<ScrapePool> ending = new ArrayList<>();

    private boolean closed;

    /// Creates a scraper without jobs.
    public Scraper(Appendable storage, ScraperOptions options) {
        this(storage, options, HostResolver.SYSTEM, DiscoveryContext.LONGEST_PAUSE);
    }

    /// @param longestPause of changed targets before they are scraped
    Scraper(
            Appendable storage,
            ScraperOptions options,
            HostResolver resolver,
            Duration longestPause) {
        this.options = options;
        this.client = new ScrapeClient(resolver);
        this.context = new LoopContext(storage, options, client, counters);
        this.discoveries =
                new DiscoveryContext(
                        client,
                        options.userAgent(),
                        options.clock(),
                        NameServers::ofSystem,
                        longestPause,
                        new DiscoveryCounters());
        this.doctor = new TargetDoctor(client, options.clock());
        this.discovery = new Discovery("scrape", discoveries, true, this::retarget);
    }

    /// What sends something to others than targets. Whoever asks for it must close it, before this
    /// scraper.
    public HttpSender sender(HttpClientConfig http) {
        return new HttpSender(client.connection(client.session(http, options.userAgent())), http);
    }

    /// Finds others than targets in the same ways, such as Alertmanagers. Whoever asks for it must
    /// close it, before this scraper.
    ///
    /// @param name what they are for, in metrics
    /// @param changed called when what was found may have changed
    public Discovery discovery(String name, Runnable changed) {
        return new Discovery(name, discoveries, false, changed);
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
            discovery.apply(sources(configs));
            Map<String, List<TargetGroup>> groups = discovery.groups();
            Map<String, ScrapePool> before = pools;
            pools = new LinkedHashMap<>();
            for (ScrapeConfig config : configs) {
                ScrapePool pool = before.remove(config.jobName());
                List<TargetGroup> own = groups.getOrDefault(config.jobName(), List.of());
                if (pool == null) {
                    pool = new ScrapePool(config, own, context, this::spread);
                } else {
                    pool.apply(config, own);
                }
                pools.put(config.jobName(), pool);
            }
            before.values().forEach(pool -> pool.stop(true));
            ending.addAll(before.values());
        }
    }

    private static Map<String, Sources> sources(List<ScrapeConfig> configs) {
        Map<String, Sources> sources = new LinkedHashMap<>();
        for (ScrapeConfig config : configs) {
            sources.put(config.jobName(), new Sources(config.targetGroups(), config.discovery()));
        }
        return sources;
    }

    /// Goes on with the targets that are known now.
    private void retarget() {
        synchronized (lock) {
            if (!closed) {
                Map<String, List<TargetGroup>> groups = discovery.groups();
                pools.forEach((job, pool) -> pool.retarget(groups.getOrDefault(job, List.of())));
            }
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

    /// The jobs, in the order of the configuration, with how many targets relabelling dropped of
    /// each.
    public Map<String, Integer> droppedCounts() {
        synchronized (lock) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            pools.forEach((job, pool) -> counts.put(job, pool.droppedCount()));
            return counts;
        }
    }

    /// The targets that relabelling dropped, or as many of them as the jobs keep.
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

    /// Asks a target now, as its job says, and tells what is wrong with it. Stores nothing; takes
    /// the target's timeout and some ten seconds at most.
    ///
    /// @param choice which of the targets; no other address is ever asked
    /// @throws DiagnosisException if it is not one target that is meant, or others are examined
    public Diagnosis diagnose(TargetChoice choice) throws DiagnosisException, InterruptedException {
        List<LoopTarget> meant =
                collect(ScrapePool::loopTargets).stream()
                        .filter(t -> choice.fits(t.config().jobName(), t.target()))
                        .toList();
        if (meant.size() == 1) {
            return doctor.examine(meant.getFirst());
        }
        throw DiagnosisException.of(meant);
    }

    /// What was counted so far.
    public ScraperStats stats() {
        return counters.stats();
    }

    /// What was found by discovery so far.
    public DiscoveryStats discoveryStats() {
        return discovery.stats();
    }

    /// What discovery counted, that of others included.
    public DiscoveryCounters discoveryCounters() {
        return discoveries.counters();
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
        discovery.close();
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
