package io.narthex.rules.alert;

/// Since when an alert counts as active that was active before a restart.
///
/// Nobody knows whether its element was there while the server was down, so that time does not
/// count towards `for`; and an alert that would fire soon after the restart waits for a while, in
/// which data may come that say it should not.
///
/// @param now when alerts are restored, epoch milliseconds, like all times
/// @param forMillis the rule's `for`
/// @param graceMillis how long an alert waits at least before it fires, unless it fired already
///
/// Thread safety: immutable.
public record ForState(long now, long forMillis, long graceMillis) {
    /// The time to count from.
    ///
    /// @param activeAt since when it was active
    /// @param downAt when that was last known
    public long activeAt(long activeAt, long downAt) {
        long remaining = forMillis - (downAt - activeAt);
        if (remaining <= 0) {
            return activeAt; // it fired already
        }
        if (remaining < graceMillis) {
            return now + graceMillis - forMillis;
        }
        return activeAt + (now - downAt);
    }
}
