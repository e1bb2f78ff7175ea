package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.rules.RuleGroupStats;
import io.narthex.rules.RuleGroupStatus;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleGroupDefinition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// The loops of all groups.
///
/// Thread safety: safe for concurrent calls.
public final class GroupSet {
    private final RunContext context;

    /// One update, or the end, at a time; held while groups that end are waited for.
    private final Object updating = new Object();

    /// Loops of groups that are gone, until they have ended their series. Guarded by `updating`.
    private final List<GroupLoop> ending = new ArrayList<>();

    /// Guarded by `updating`.
    private boolean loaded;

    private volatile long queryOffset;

    /// By key; replaced as a whole.
    private volatile Map<String, GroupLoop> loops = Map.of();

    /// No groups.
    public GroupSet(RuleServices services, RuleOptions options) {
        this.context =
                new RunContext(
                        services,
                        options,
                        new EngineQueries(services),
                        Labels.empty(),
                        () -> queryOffset,
                        options.maxConcurrent() == 0
                                ? null
                                : new Semaphore(options.maxConcurrent()),
                        new CountDownLatch(1));
    }

    /// See [io.narthex.rules.RuleScheduler#update].
    public void update(List<RuleFile> files, Defaults defaults) {
        synchronized (updating) {
            if (isClosed()) {
                return;
            }
            queryOffset = defaults.queryOffset().toMillis();
            ending.removeIf(GroupLoop::isOver);
            Map<String, GroupLoop> before = new HashMap<>(loops);
            Map<String, GroupLoop> after = new HashMap<>();
            List<GroupPlan> changed = new ArrayList<>();
            for (GroupPlan plan : plans(files, defaults.interval())) {
                GroupLoop old = before.get(plan.key());
                if (old != null && old.group().plan().isSame(plan)) {
                    after.put(plan.key(), old);
                    before.remove(plan.key());
                } else {
                    changed.add(plan);
                }
            }
            replace(before, changed, after, defaults.externalLabels());
            loaded = true;
            loops = after;
        }
    }

    static List<GroupPlan> plans(List<RuleFile> files, Duration interval) {
        List<GroupPlan> plans = new ArrayList<>();
        for (RuleFile file : files) {
            for (RuleGroupDefinition group : file.groups()) {
                Duration own = group.interval();
                plans.add(new GroupPlan(file.path(), group, own == null ? interval : own));
            }
        }
        return plans;
    }

    private void replace(
            Map<String, GroupLoop> before,
            List<GroupPlan> changed,
            Map<String, GroupLoop> after,
            Labels externalLabels) {
        RunContext own = context.withExternalLabels(externalLabels);
        // All are told first, so that they are waited for together.
        before.forEach(
                (key, loop) -> loop.stop(changed.stream().noneMatch(p -> p.key().equals(key))));
        before.values().forEach(GroupLoop::join);
        for (GroupPlan plan : changed) {
            GroupLoop old = before.remove(plan.key());
            GroupCounters counters = old == null ? new GroupCounters() : old.group().counters();
            RunningGroup group = new RunningGroup(plan, counters, loaded, own);
            if (old != null) {
                group.copyFrom(old.group());
            }
            GroupLoop loop = new GroupLoop(group, !loaded, own);
            after.put(plan.key(), loop);
            loop.start();
        }
        ending.addAll(before.values());
    }

    /// See [io.narthex.rules.RuleScheduler#groups].
    public List<RuleGroupStatus> status() {
        return sorted().stream().map(RunningGroup::status).toList();
    }

    /// See [io.narthex.rules.RuleScheduler#stats].
    public List<RuleGroupStats> stats() {
        return sorted().stream().map(RunningGroup::stats).toList();
    }

    private List<RunningGroup> sorted() {
        return loops.values().stream()
                .map(GroupLoop::group)
                .sorted(
                        Comparator.comparing((RunningGroup g) -> g.plan().file())
                                .thenComparing(g -> g.plan().definition().name()))
                .toList();
    }

    private boolean isClosed() {
        return context.ended().getCount() == 0;
    }

    /// See [io.narthex.rules.RuleScheduler#close].
    public void close() {
        synchronized (updating) {
            if (isClosed()) {
                return;
            }
            context.ended().countDown();
            loops.values().forEach(loop -> loop.stop(false));
            loops.values().forEach(GroupLoop::join);
            ending.forEach(GroupLoop::joinThread);
        }
    }
}
