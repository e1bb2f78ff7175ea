package io.narthex.http;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What `/api/v1/alerts/history` shows.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface AlertHistoryView {
    /// Nothing happened.
    AlertHistoryView NONE = _ -> new Page(List.of(), "");

    /// The newest changes of alerts' states that are asked for.
    ///
    /// @throws IllegalArgumentException if the token is not one of a page before; the message is
    ///     fit for clients
    Page changes(Filter filter);

    /// Which changes are asked for.
    ///
    /// @param start oldest time, epoch milliseconds, inclusive
    /// @param end newest time, inclusive
    /// @param rules names of alerts; empty for all
    /// @param matchers an alert's labels have to satisfy one of the lists; empty for all
    /// @param limit how many at most; 0 for all
    /// @param token of the page before; empty for the first page
    record Filter(
            long start,
            long end,
            Set<String> rules,
            List<List<LabelMatcher>> matchers,
            int limit,
            String token) {}

    /// Some changes.
    ///
    /// @param changes newest first
    /// @param nextToken with which to ask for the next page; empty if there is none
    record Page(List<Change> changes, String nextToken) {}

    /// An alert that went from one state to another.
    ///
    /// @param time of the evaluation
    /// @param file of the rule's group
    /// @param group its name
    /// @param rule the alert's name
    /// @param from the state before: `inactive`, `pending` or `firing`
    /// @param to the state after
    /// @param reason a word for why
    /// @param value of the expression's element, or the last one where it is gone
    record Change(
            Instant time,
            String file,
            String group,
            String rule,
            Labels labels,
            String from,
            String to,
            String reason,
            double value) {}
}
