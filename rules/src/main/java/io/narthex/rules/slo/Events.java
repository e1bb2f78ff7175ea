package io.narthex.rules.slo;

/// How many events there were, and how many of them were bad.
///
/// A latency whose threshold is no bucket's bound leaves the number of bad events open between two
/// values; otherwise both are the same.
///
/// @param total all events
/// @param badAtLeast events that were bad for certain
/// @param badAtMost events that may have been bad
/// @param first time of the first sample counted, epoch milliseconds; [#NEVER] where there was none
///
/// Thread safety: immutable.
public record Events(double total, double badAtLeast, double badAtMost, long first) {
    /// No sample has been seen.
    public static final long NEVER = Long.MAX_VALUE;

    /// Nothing seen.
    public static final Events NONE = new Events(0, 0, 0, NEVER);

    /// Both together.
    public Events plus(Events other) {
        return new Events(
                total + other.total,
                badAtLeast + other.badAtLeast,
                badAtMost + other.badAtMost,
                Math.min(first, other.first));
    }

    /// Whether any sample of the events' series was there, be it without a new event.
    public boolean seen() {
        return first != NEVER;
    }
}
