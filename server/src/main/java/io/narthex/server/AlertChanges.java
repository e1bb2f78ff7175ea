package io.narthex.server;

import io.narthex.http.AlertHistoryView;
import io.narthex.model.LabelMatcher;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.rules.history.AlertEvent;
import io.narthex.rules.history.AlertHistory;

import java.time.Instant;
import java.util.List;

/// The history of alerts, as the API shows it.
///
/// Thread safety: safe for concurrent calls.
record AlertChanges(AlertHistory history) implements AlertHistoryView {
    @Override
    public List<Change> changes(
            long start, long end, List<List<LabelMatcher>> matchers, int limit) {
        return history.newest(start, end, matchers, limit).stream()
                .map(AlertChanges::change)
                .toList();
    }

    private static Change change(AlertEvent event) {
        AlertTransition t = event.transition();
        return new Change(
                Instant.ofEpochMilli(t.time()),
                event.rule().file(),
                event.rule().group(),
                event.rule().rule(),
                t.labels(),
                t.from().text(),
                t.to().text(),
                t.reason().text(),
                t.value());
    }
}
