package io.narthex.rules.alert;

import io.narthex.model.Labels;

import java.util.Map;

/// An alert as it is at one moment. Times are epoch milliseconds, or [#NEVER].
///
/// @param labels what tells it from others
/// @param annotations by name, values may be empty
/// @param value of the expression's element when it was last there
/// @param activeAt when the element came
/// @param firedAt when it began to fire
/// @param resolvedAt when it stopped to fire
/// @param keepFiringSince since when it fires without its element
/// @param lastSentAt when it was last given away to be sent
/// @param validUntil until when receivers should believe what was sent last
///
/// Thread safety: immutable.
public record Alert(
        AlertState state,
        Labels labels,
        Map<String, String> annotations,
        double value,
        long activeAt,
        long firedAt,
        long resolvedAt,
        long keepFiringSince,
        long lastSentAt,
        long validUntil) {
    /// The time of what did not happen: before every other.
    public static final long NEVER = Long.MIN_VALUE;

    /// Whether it is pending or firing.
    public boolean isActive() {
        return resolvedAt == NEVER;
    }
}
