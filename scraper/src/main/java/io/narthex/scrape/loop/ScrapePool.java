package io.narthex.scrape.loop;

import io.narthex.client.ClientSession;
import io.narthex.model.Labels;
import io.narthex.scrape.DroppedTarget;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.TargetMetadata;
import io.narthex.scrape.TargetStatus;
import io.narthex.scrape.targets.Discovered;
import io.narthex.scrape.targets.Target;
import io.narthex.scrape.targets.TargetBuilder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// The loops of one job.
///
/// Thread safety: for the owner's lock; the lists that it returns are immutable.
public final class ScrapePool {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapePool.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LoopContext context;
    private final ToLongFunction<String> hash;
    private ScrapeConfig config;
    private List<TargetGroup> groups;
    private ClientSession session;
    private Map<String, ScrapeLoop> loops = new LinkedHashMap<>();
    private List<Labels> dropped = List.of();

    /// All that relabelling dropped, shown or not.
    private int droppedCount;

    /// Loops that wait to write the stale markers of targets that are gone.
    private final List<ScrapeLoop> ending = new ArrayList<>();

    /// Starts the loops of a job.
    ///
    /// @param groups the targets that are known now
    /// @param hash spreads the targets, by their identity
    public ScrapePool(
            ScrapeConfig config,
            List<TargetGroup> groups,
            LoopContext context,
            ToLongFunction<String> hash) {
        this.context = context;
        this.hash = hash;
        this.config = config;
        this.groups = groups;
        this.session = session(config);
        apply(config, groups);
    }

    /// Goes on with other targets under the same rules; nothing happens where they are the same.
    public void retarget(List<TargetGroup> next) {
        if (!next.equals(groups)) {
            apply(config, next);
        }
    }

    /// Starts loops for new targets and stops those of targets that are gone. A loop whose target
    /// and job stay as they were goes on undisturbed.
    public void apply(ScrapeConfig next, List<TargetGroup> nextGroups) {
        ending.removeIf(ScrapeLoop::isOver);
        boolean sameJob = isSameJob(config, next);
        if (!config.http().equals(next.http())) {
            session = session(next);
        }
        config = next;
        groups = nextGroups;
        Map<String, ScrapeLoop> before = loops;
        Map<String, ScrapeLoop> after = new LinkedHashMap<>();
        List<Labels> nowDropped = new ArrayList<>();
        for (Discovered found : new TargetBuilder(next).build(groups)) {
            switch (found) {
                case Discovered.Active(Target target) -> {
                    ScrapeLoop old = sameJob ? before.get(target.identity()) : null;
                    after.computeIfAbsent(target.identity(), _ -> old == null ? loop(target) : old);
                }
                case Discovered.Dropped(Labels labels) -> nowDropped.add(labels);
                case Discovered.Invalid(Labels labels, String reason) -> {
                    LOG.error("job {}: target {} is left out: {}", next.jobName(), labels, reason);
                    context.counters().invalidTarget();
                }
            }
        }
        loops = after;
        droppedCount = nowDropped.size();
        dropped = shown(nowDropped);
        before.forEach(
                (identity, loop) -> {
                    if (after.get(identity) != loop) {
                        // What comes again under the new rules is newer than its marker.
                        loop.stop(true);
                        ending.add(loop);
                    }
                });
        ScrapeError error = targetLimitError();
        after.forEach(
                (identity, loop) -> {
                    loop.forceError(error);
                    if (before.get(identity) != loop) {
                        loop.start();
                    }
                });
    }

    private List<Labels> shown(List<Labels> all) {
        int keep = config.keepDroppedTargets();
        return keep == 0 || all.size() <= keep ? all : List.copyOf(all.subList(0, keep));
    }

    private ScrapeError targetLimitError() {
        int limit = config.limits().targets();
        if (limit == 0 || loops.size() <= limit) {
            return ScrapeError.NONE;
        }
        return new ScrapeError(
                ScrapeProblem.LIMIT,
                "target_limit exceeded (number of targets: %d, limit: %d)"
                        .formatted(loops.size(), limit),
                "raise target_limit, or give the job fewer targets");
    }

    /// Whether every loop has ended, the stale markers written.
    public boolean isOver() {
        return loops.values().stream().allMatch(ScrapeLoop::isOver)
                && ending.stream().allMatch(ScrapeLoop::isOver);
    }

    /// Whether two configurations differ in nothing but their targets.
    private static boolean isSameJob(ScrapeConfig a, ScrapeConfig b) {
        return withoutTargets(a).equals(withoutTargets(b));
    }

    private static ScrapeConfig withoutTargets(ScrapeConfig c) {
        return new ScrapeConfig(
                c.jobName(),
                c.interval(),
                c.timeout(),
                c.metricsPath(),
                c.scheme(),
                c.params(),
                c.honorLabels(),
                c.honorTimestamps(),
                c.trackTimestampsStaleness(),
                c.enableCompression(),
                c.http(),
                c.limits(),
                c.relabelRules(),
                c.metricRelabelRules(),
                List.of(),
                List.of(),
                c.failureLog(),
                0,
                c.protocols(),
                c.fallbackProtocol(),
                c.extraScrapeMetrics(),
                c.histograms(),
                c.names());
    }

    private ClientSession session(ScrapeConfig of) {
        return context.client().session(of.http(), context.options().userAgent());
    }

    private ScrapeLoop loop(Target target) {
        long offset =
                Long.remainderUnsigned(
                        hash.applyAsLong(target.identity()), target.interval().toNanos());
        return new ScrapeLoop(target, config, session, context, offset);
    }

    /// Stops all loops.
    ///
    /// @param marks whether their series get stale markers, some intervals later
    public void stop(boolean marks) {
        loops.values().forEach(loop -> loop.stop(marks));
        if (!marks) {
            ending.forEach(loop -> loop.stop(false));
        }
    }

    /// Waits for the end of loops that were stopped without markers.
    public void join() throws InterruptedException {
        for (ScrapeLoop loop : loops.values()) {
            loop.join(PATIENCE);
        }
        for (ScrapeLoop loop : ending) {
            loop.join(PATIENCE);
        }
    }

    /// The targets that are scraped.
    public List<TargetStatus> active() {
        return loops.values().stream().map(this::status).toList();
    }

    private TargetStatus status(ScrapeLoop loop) {
        Target target = loop.target();
        TargetState state = loop.state();
        return new TargetStatus(
                target.discoveredLabels(),
                target.labels(),
                config.jobName(),
                target.url().toString(),
                GlobalUrl.of(target.url(), context.options()),
                state.error().text(),
                state.error().problem(),
                state.lastScrape(),
                state.duration(),
                state.health(),
                target.interval(),
                target.timeout());
    }

    /// The targets that are scraped, and how.
    public List<LoopTarget> loopTargets() {
        return loops.values().stream().map(ScrapeLoop::loopTarget).toList();
    }

    /// How many targets relabelling dropped.
    public int droppedCount() {
        return droppedCount;
    }

    /// The targets that relabelling dropped, or as many of them as are kept.
    public List<DroppedTarget> dropped() {
        return dropped.stream().map(l -> new DroppedTarget(l, config.jobName())).toList();
    }

    /// What the targets say about their metrics.
    public List<TargetMetadata> metadata(@Nullable String metric) {
        return loops.values().stream()
                .map(l -> new TargetMetadata(l.target().labels(), l.metadata(metric)))
                .filter(m -> !m.metrics().isEmpty())
                .toList();
    }
}
