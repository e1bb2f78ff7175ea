package io.narthex.rules;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;

import org.jspecify.annotations.Nullable;

/// Hears of every query of a rule, or of a rule's template, that has ended, for logs.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface RuleQueryListener {
    /// Nobody.
    RuleQueryListener NONE = _ -> {};

    /// A query has ended. Called by the thread that evaluates the rule; must not fail.
    void ended(RuleQuery query);

    /// A query that has ended.
    ///
    /// @param file the file of the rule's group
    /// @param group the group's name
    /// @param stats what it cost; null where it failed
    /// @param nanos how long it took
    /// @param failure why it failed; null where it did not
    record RuleQuery(
            String file,
            String group,
            QueryRequest request,
            @Nullable QueryStats stats,
            long nanos,
            @Nullable QueryException failure) {}
}
