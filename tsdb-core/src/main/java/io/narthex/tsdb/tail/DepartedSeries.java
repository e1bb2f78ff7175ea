package io.narthex.tsdb.tail;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Labels of series that the store has dropped while readers of its log had not come to their last
/// samples yet.
///
/// Thread safety: safe for concurrent calls.
public final class DepartedSeries {
    /// By the log's segment that was written to when the series went: their labels by reference.
    private final TreeMap<Long, Map<Long, Labels>> bySegment = new TreeMap<>();

    /// Keeps the labels of series that are about to be dropped, and forgets those that nobody needs
    /// any more.
    ///
    /// @param segment that the log is writing to
    /// @param needed the oldest segment that a reader needs; above `segment` where none does
    public synchronized void add(Map<Long, Labels> gone, long segment, long needed) {
        bySegment.headMap(needed, false).clear();
        if (needed <= segment && !gone.isEmpty()) {
            bySegment.computeIfAbsent(segment, _ -> new HashMap<>()).putAll(gone);
        }
    }

    /// The labels of a series; null where they are not known.
    synchronized @Nullable Labels labels(long ref) {
        for (Map<Long, Labels> series : bySegment.values()) {
            Labels labels = series.get(ref);
            if (labels != null) {
                return labels;
            }
        }
        return null;
    }
}
