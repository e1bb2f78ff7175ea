package io.narthex.server;

import io.narthex.http.AlertHistoryView;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.rules.history.AlertEvent;
import io.narthex.rules.history.AlertHistory;
import io.narthex.rules.history.HistoryFilter;
import io.narthex.rules.history.HistoryFilter.Position;
import io.narthex.rules.history.HistoryPage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The history of alerts, as the API shows it.
///
/// Thread safety: safe for concurrent calls.
record AlertChanges(AlertHistory history) implements AlertHistoryView {
    /// A number and a time; no more digits than fit.
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,18})_(-?[0-9]{1,18})");

    @Override
    public Page changes(Filter filter) {
        HistoryPage page =
                history.newest(
                        new HistoryFilter(
                                filter.start(),
                                filter.end(),
                                filter.rules(),
                                filter.matchers(),
                                filter.limit(),
                                position(filter.token())));
        return new Page(
                page.events().stream().map(AlertChanges::change).toList(), token(page.end()));
    }

    private static @Nullable Position position(String token) {
        if (token.isEmpty()) {
            return null;
        }
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new IllegalArgumentException("it is not the token of a page before");
        }
        return new Position(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    private static String token(@Nullable Position end) {
        return end == null ? "" : end.number() + "_" + end.time();
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
