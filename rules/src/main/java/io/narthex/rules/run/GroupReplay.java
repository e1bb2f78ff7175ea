package io.narthex.rules.run;

import io.narthex.rules.RuleGroupStatus;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.file.RuleFile;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Groups without loops: somebody else is their clock.
///
/// Thread safety: for one thread at a time.
public final class GroupReplay {
    private final List<RunningGroup> groups;

    /// See [io.narthex.rules.RuleReplay].
    public GroupReplay(
            List<RuleFile> files, Defaults defaults, RuleServices services, RuleOptions options) {
        RunContext context =
                new RunContext(
                        services,
                        options,
                        new EngineQueries(services),
                        defaults.externalLabels(),
                        () -> defaults.queryOffset().toMillis(),
                        null,
                        new CountDownLatch(1));
        this.groups =
                GroupSet.plans(files, defaults.interval()).stream()
                        .map(plan -> new RunningGroup(plan, new GroupCounters(), true, context))
                        .toList();
    }

    /// See [io.narthex.rules.RuleReplay#evaluate].
    public void evaluate(long time) {
        groups.forEach(group -> group.evaluate(time, () -> false));
    }

    /// See [io.narthex.rules.RuleReplay#groups].
    public List<RuleGroupStatus> status() {
        return groups.stream().map(RunningGroup::status).toList();
    }
}
