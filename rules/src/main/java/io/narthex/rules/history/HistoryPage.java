package io.narthex.rules.history;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Some changes.
///
/// @param events newest first
/// @param end where the next page goes on; null if there is none
///
/// Thread safety: immutable.
public record HistoryPage(List<AlertEvent> events, HistoryFilter.@Nullable Position end) {
    /// Copies the list.
    public HistoryPage {
        events = List.copyOf(events);
    }
}
