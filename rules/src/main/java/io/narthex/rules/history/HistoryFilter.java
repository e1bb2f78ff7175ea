package io.narthex.rules.history;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Which changes are asked for.
///
/// @param from oldest time, epoch milliseconds, inclusive
/// @param to newest time, inclusive
/// @param rules names of alerts; empty for all
/// @param matchers an alert's labels have to satisfy one of the lists; empty for all
/// @param limit how many at most; 0 for all
/// @param after where the page before ended; null for the first page
///
/// Thread safety: immutable.
public record HistoryFilter(
        long from,
        long to,
        Set<String> rules,
        List<List<LabelMatcher>> matchers,
        int limit,
        @Nullable Position after) {
    /// Copies the collections.
    public HistoryFilter {
        rules = Set.copyOf(rules);
        matchers = List.copyOf(matchers);
    }

    /// Where a page ends.
    ///
    /// @param number of the page's last change, which a restart may change
    /// @param time of that change, which tells whether it did
    public record Position(long number, long time) {}

    boolean wants(AlertEvent event) {
        long time = event.transition().time();
        return time >= from
                && time <= to
                && (rules.isEmpty() || rules.contains(event.rule().rule()))
                && (matchers.isEmpty() || matches(event.transition().labels()));
    }

    private boolean matches(Labels labels) {
        return matchers.stream().anyMatch(set -> LabelMatcher.matchesAll(set, labels));
    }
}
