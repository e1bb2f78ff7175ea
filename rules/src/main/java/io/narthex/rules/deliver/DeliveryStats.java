package io.narthex.rules.deliver;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What became of the messages for one receiver, since the start or the last change of receivers.
///
/// @param channel a word for the way there: `webhook`, `slack` or `email`
/// @param waiting messages not delivered yet
/// @param capacity how many may wait
/// @param counts what was counted
/// @param deliveredAt when the last message arrived; null if none did
/// @param problem what went wrong last; null if nothing did
/// @param nextTry when the oldest message is tried again; null if nothing waits for that
///
/// Thread safety: immutable.
public record DeliveryStats(
        String receiver,
        String channel,
        int waiting,
        int capacity,
        Counts counts,
        @Nullable Instant deliveredAt,
        @Nullable Problem problem,
        @Nullable Instant nextTry) {
    /// What was counted.
    ///
    /// @param delivered messages that arrived
    /// @param failed tries that went wrong
    /// @param dropped messages that were refused for good, or were too many
    public record Counts(long delivered, long failed, long dropped) {}

    /// What went wrong.
    ///
    /// @param text without the address, which may hold a secret
    public record Problem(Instant time, String text) {}
}
