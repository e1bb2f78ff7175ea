package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps the targets of some sets, such as jobs, up to date.
///
/// Thread safety: safe for concurrent calls.
public final class Discovery implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final DiscoveryContext context;
    private final boolean lingers;
    private final Runnable changed;
    private final Thread sender;

    /// The monitor of this guards everything below.
    private Map<DiscoveryConfig, DiscoveryLoop> loops = new HashMap<>();

    private Map<String, TargetSet> sets = new LinkedHashMap<>();
    private boolean news;
    private long received;
    private long sent;
    private long delayed;

    /// @param loops those of its sources
    /// @param lingering what sources had found that are no longer asked, until those that are have
    ///     been asked once: a changed configuration is no reason to let targets go and come again
    private record TargetSet(
            Sources sources, List<DiscoveryLoop> loops, List<TargetGroup> lingering) {
        boolean tried() {
            return loops.stream().allMatch(DiscoveryLoop::tried);
        }

        List<TargetGroup> groups() {
            List<TargetGroup> all = new ArrayList<>(sources.fixed());
            loops.forEach(loop -> all.addAll(loop.groups()));
            if (!tried()) {
                all.addAll(lingering);
            }
            return List.copyOf(all);
        }
    }

    /// When something was last passed on; null before the first time.
    private @Nullable Instant updated;

    /// Knows no sets at first.
    ///
    /// @param name what the targets are for, in metrics
    /// @param lingers whether a set keeps what sources had found that are no longer its own until
    ///     its new ones have been asked; only for sets that stay the same by their name
    /// @param changed called on a thread of this when [#groups] may have changed; several changes
    ///     within a short time are one
    public Discovery(String name, DiscoveryContext context, boolean lingers, Runnable changed) {
        this.name = name;
        this.context = context;
        this.lingers = lingers;
        this.changed = changed;
        this.sender = Thread.ofVirtual().name("discovery " + name).start(this::send);
    }

    /// Goes on with these sets. Sources that were asked before are asked no sooner.
    ///
    /// @param next by name
    public synchronized void apply(Map<String, Sources> next) {
        Map<DiscoveryConfig, DiscoveryLoop> before = loops;
        Map<DiscoveryConfig, DiscoveryLoop> after = new HashMap<>();
        Map<String, TargetSet> setsAfter = new LinkedHashMap<>();
        List<DiscoveryLoop> started = new ArrayList<>();
        next.forEach(
                (set, sources) -> {
                    List<DiscoveryLoop> own = new ArrayList<>();
                    for (DiscoveryConfig config : sources.discovered()) {
                        DiscoveryLoop loop = after.get(config);
                        if (loop == null) {
                            loop = before.get(config);
                        }
                        if (loop == null) {
                            loop = loop(config);
                            started.add(loop);
                        }
                        after.put(config, loop);
                        own.add(loop);
                    }
                    setsAfter.put(set, new TargetSet(sources, own, lingering(set, own)));
                });
        loops = after;
        sets = setsAfter;
        before.forEach(
                (config, loop) -> {
                    if (!after.containsKey(config)) {
                        loop.stop();
                    }
                });
        started.forEach(DiscoveryLoop::start);
    }

    private DiscoveryLoop loop(DiscoveryConfig config) {
        return new DiscoveryLoop(
                config, context.discoverer(config), context.counters(), this::found);
    }

    /// What the set had from sources that are not among its own any more.
    private List<TargetGroup> lingering(String set, List<DiscoveryLoop> own) {
        TargetSet old = sets.get(set);
        if (old == null || !lingers) {
            return List.of();
        }
        List<TargetGroup> groups = new ArrayList<>(old.tried() ? List.of() : old.lingering);
        old.loops.stream().filter(l -> !own.contains(l)).forEach(l -> groups.addAll(l.groups()));
        return groups;
    }

    private synchronized void found() {
        received++;
        news = true;
        notifyAll();
    }

    /// The targets of all sets as they are known now.
    public synchronized Map<String, List<TargetGroup>> groups() {
        Map<String, List<TargetGroup>> groups = new LinkedHashMap<>();
        sets.forEach((set, of) -> groups.put(set, of.groups()));
        return groups;
    }

    private void send() {
        Pace pace = new Pace(context.longestPause(), System.nanoTime());
        try {
            while (true) {
                awaitNews();
                Thread.sleep(Duration.ofNanos(pace.pause(System.nanoTime())));
                takeNews();
                changed.run();
                noteDelay();
                pace.sent(System.nanoTime());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed; the thread ends
        }
    }

    private synchronized void awaitNews() throws InterruptedException {
        while (!news) {
            wait();
        }
    }

    private synchronized void takeNews() {
        news = false;
        sent++;
        updated = context.clock().instant();
    }

    /// A change that came while others were passed on had to wait for that.
    private synchronized void noteDelay() {
        if (news) {
            delayed++;
        }
    }

    /// What was counted so far.
    public synchronized DiscoveryStats stats() {
        List<DiscoveryStats.Source> sources = new ArrayList<>();
        List<DiscoveryStats.TargetSet> counts = new ArrayList<>();
        sets.forEach(
                (set, of) -> {
                    of.loops.forEach(loop -> sources.add(loop.stats(set)));
                    int targets = of.groups().stream().mapToInt(g -> g.targets().size()).sum();
                    counts.add(new DiscoveryStats.TargetSet(set, targets, updated));
                });
        return new DiscoveryStats(name, received, sent, delayed, sources, counts);
    }

    /// Asks no source any more, and waits for the end of the threads. Must not be called by whoever
    /// holds a lock that `changed` needs.
    @Override
    public void close() {
        List<DiscoveryLoop> all;
        synchronized (this) {
            all = List.copyOf(loops.values());
            loops = new HashMap<>();
        }
        all.forEach(DiscoveryLoop::stop);
        sender.interrupt();
        try {
            boolean _ = sender.join(PATIENCE);
            for (DiscoveryLoop loop : all) {
                loop.join(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // they end by themselves
        }
    }
}
