package io.narthex.rules;

import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.run.GroupReplay;

import java.util.List;

/// Evaluates groups of rules when it is told to, at the times it is told: for tests of rules, and
/// for data that are stored already. There is nothing to go on with from before a restart, so
/// alerts have their series from the first evaluation on.
///
/// Thread safety: for one thread at a time.
public final class RuleReplay {
    private final GroupReplay groups;

    /// Groups that were never evaluated.
    ///
    /// @param files whose groups are evaluated in the order given
    /// @param defaults for groups that don't say otherwise
    public RuleReplay(
            List<RuleFile> files, Defaults defaults, RuleServices services, RuleOptions options) {
        this.groups = new GroupReplay(files, defaults, services, options);
    }

    /// Evaluates all rules, one after the other.
    ///
    /// @param time epoch milliseconds, later than the last one
    public void evaluate(long time) {
        groups.evaluate(time);
    }

    /// All groups and how they went, in the order of evaluation.
    public List<RuleGroupStatus> groups() {
        return groups.status();
    }
}
