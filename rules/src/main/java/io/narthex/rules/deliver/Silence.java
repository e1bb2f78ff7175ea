package io.narthex.rules.deliver;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import java.util.List;

/// Alerts of which nobody is told for a while.
///
/// @param id unique; empty for one that is not in the book yet
/// @param matchers all must be satisfied; at least one doesn't match the empty string
/// @param startsAt epoch milliseconds
/// @param endsAt epoch milliseconds
/// @param createdBy a person
/// @param comment why
/// @param updatedAt when it was set or ended, epoch milliseconds
///
/// Thread safety: immutable.
public record Silence(
        String id,
        List<LabelMatcher> matchers,
        long startsAt,
        long endsAt,
        String createdBy,
        String comment,
        long updatedAt) {
    /// Where a silence is in its life.
    public enum State {
        PENDING,
        ACTIVE,
        EXPIRED
    }

    /// @throws IllegalArgumentException if it would silence nothing, or everything; the message
    ///     begins with the name of what is wrong
    public Silence {
        matchers = List.copyOf(matchers);
        if (matchers.stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw new IllegalArgumentException(
                    "matchers: at least one must not match the empty string, or everything would"
                            + " be silenced");
        }
        if (endsAt <= startsAt) {
            throw new IllegalArgumentException("endsAt: must be after startsAt");
        }
    }

    /// @param now epoch milliseconds
    public State state(long now) {
        if (now >= endsAt) {
            return State.EXPIRED;
        }
        return now < startsAt ? State.PENDING : State.ACTIVE;
    }

    boolean covers(Labels alert, long now) {
        return state(now) == State.ACTIVE && LabelMatcher.matchesAll(matchers, alert);
    }

    /// The same, set now.
    Silence set(String withId, long from, long now) {
        return new Silence(withId, matchers, from, endsAt, createdBy, comment, now);
    }

    /// The same, at its end now.
    Silence ended(long now) {
        long start = Math.min(startsAt, now - 1);
        return new Silence(id, matchers, start, now, createdBy, comment, now);
    }
}
