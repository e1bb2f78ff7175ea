package io.narthex.rules.history;

import io.narthex.rules.AlertListener;
import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.rules.history.HistoryFilter.Position;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The newest changes of alerts' states.
///
/// A change is written to a file as it happens, but not synced: a killed process loses none, a
/// power cut may lose the last ones. Where a file can't be written, changes are in memory only, and
/// the log says so once.
///
/// Thread safety: safe for concurrent calls.
public final class AlertHistory implements AlertListener, AutoCloseable {
    /// Some weeks of what a busy pager tells, in a few megabytes.
    public static final int DEFAULT_CAPACITY = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertHistory.class);

    private final int capacity;

    /// Oldest first. Guarded by `this`, like everything below.
    private final Deque<AlertEvent> events = new ArrayDeque<>();

    /// The number of the oldest change: they are counted from 0 since the history was opened.
    private long oldest;

    private @Nullable HistoryFiles files;

    /// Opens a history, with what a folder has of an earlier one.
    ///
    /// @param folder created if it isn't there; null to keep changes in memory only
    /// @param capacity how many changes are known at most
    public AlertHistory(@Nullable Path folder, int capacity) {
        this.capacity = capacity;
        if (folder == null) {
            return;
        }
        try {
            files = HistoryFiles.open(folder, capacity, this::add);
        } catch (IOException e) {
            LOG.warn("{} can't be used: changes of alerts are in memory only", folder, e);
        }
    }

    private void add(AlertEvent event) {
        events.addLast(event);
        if (events.size() > capacity) {
            events.removeFirst();
            oldest++;
        }
    }

    @Override
    public synchronized void changed(RuleName rule, AlertTransition transition) {
        AlertEvent event = new AlertEvent(rule, transition);
        add(event);
        HistoryFiles open = files;
        if (open == null) {
            return;
        }
        try {
            open.append(event);
        } catch (IOException e) {
            LOG.warn("changes of alerts can't be written, and are in memory only now", e);
            close();
        }
    }

    /// The newest changes that are asked for.
    ///
    /// @throws IllegalArgumentException if nothing is known of where the page before ended
    public synchronized HistoryPage newest(HistoryFilter filter) {
        List<AlertEvent> found = new ArrayList<>();
        Position after = filter.after();
        Position end = null;
        long number = oldest + events.size();
        if (after != null && after.number() >= number) {
            throw unknown(after);
        }
        Iterator<AlertEvent> newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            AlertEvent event = newestFirst.next();
            long time = event.transition().time();
            number--;
            if (after != null && number == after.number() && time != after.time()) {
                throw unknown(after);
            }
            boolean shown = after != null && number >= after.number();
            if (shown || !filter.wants(event)) {
                continue;
            }
            if (filter.limit() > 0 && found.size() == filter.limit()) {
                return new HistoryPage(found, end);
            }
            found.add(event);
            end = new Position(number, time);
        }
        return new HistoryPage(found, null);
    }

    private static IllegalArgumentException unknown(Position after) {
        return new IllegalArgumentException(
                "change "
                        + after.number()
                        + " is not the one where the page before ended; was the server restarted?");
    }

    /// Closes the file; what changes later is in memory only.
    @Override
    public synchronized void close() {
        HistoryFiles open = files;
        files = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("the history of alerts was not closed well", e);
            }
        }
    }
}
