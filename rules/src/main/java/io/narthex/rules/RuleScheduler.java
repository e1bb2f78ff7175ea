package io.narthex.rules;

import io.narthex.model.Labels;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.run.GroupSet;

import java.time.Duration;
import java.util.List;

/// Evaluates groups of rules, each at its times, until it is closed.
///
/// Thread safety: safe for concurrent calls.
public final class RuleScheduler implements AutoCloseable {
    private final GroupSet groups;

    /// Creates a scheduler without groups.
    public RuleScheduler(RuleServices services, RuleOptions options) {
        this.groups = new GroupSet(services, options);
    }

    /// Replaces the groups. Those that stay as they were go on undisturbed; of those that changed,
    /// rules of the same name and labels keep their alerts; the series of those that are gone end
    /// some intervals later. Waits for evaluations under way of groups that end.
    ///
    /// Does nothing once the scheduler is closed.
    ///
    /// @param defaults for groups that don't say otherwise
    public void update(List<RuleFile> files, Defaults defaults) {
        groups.update(files, defaults);
    }

    /// What the configuration says for all groups.
    ///
    /// @param interval between evaluations
    /// @param queryOffset how far in the past queries look
    /// @param externalLabels for templates; a group that stays as it was keeps those that it had
    public record Defaults(Duration interval, Duration queryOffset, Labels externalLabels) {}

    /// All groups, by file and then by name.
    public List<RuleGroupStatus> groups() {
        return groups.status();
    }

    /// What was counted, in the same order.
    public List<RuleGroupStats> stats() {
        return groups.stats();
    }

    /// Stops all groups and waits for the rules that are being evaluated. Ends no series: they go
    /// on after a restart.
    @Override
    public void close() {
        groups.close();
    }
}
