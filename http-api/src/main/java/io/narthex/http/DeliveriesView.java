package io.narthex.http;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What `/api/v1/notifications/deliveries` shows: who is told of alerts without an Alertmanager,
/// and what became of it.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface DeliveriesView {
    /// Nobody is told.
    DeliveriesView NONE = List::of;

    /// All receivers.
    List<Receiver> receivers();

    /// A receiver, and what became of its messages since the start or the last change of receivers.
    ///
    /// @param channel `webhook`, `slack` or `email`
    /// @param queued messages not delivered yet
    /// @param queueCapacity how many may wait
    /// @param delivered messages that arrived
    /// @param failedTries tries that went wrong
    /// @param dropped messages that were refused for good, or were too many
    /// @param lastDelivery when the last one arrived; null if none did
    /// @param lastError what went wrong last; null if nothing did
    /// @param lastErrorAt when; null if nothing did
    /// @param nextTry when the oldest message is tried again; null if nothing waits for that
    record Receiver(
            String name,
            String channel,
            int queued,
            int queueCapacity,
            long delivered,
            long failedTries,
            long dropped,
            @Nullable Instant lastDelivery,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt,
            @Nullable Instant nextTry) {}
}
