package io.narthex.rules.deliver;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import java.util.List;

/// Alerts of which nobody is told for a while.
///
/// @param id unique
/// @param matchers all must be satisfied; at least one doesn't match the empty string
/// @param startsAt epoch milliseconds
/// @param endsAt epoch milliseconds
/// @param createdBy a person
/// @param comment why
///
/// Thread safety: immutable.
public record Silence(
        String id,
        List<LabelMatcher> matchers,
        long startsAt,
        long endsAt,
        String createdBy,
        String comment) {
    /// @throws IllegalArgumentException if it would silence nothing, or everything
    public Silence {
        matchers = List.copyOf(matchers);
        if (matchers.stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw new IllegalArgumentException(
                    "a silence needs a matcher that doesn't match everything");
        }
        if (endsAt <= startsAt) {
            throw new IllegalArgumentException("a silence ends after it starts");
        }
    }

    boolean covers(Labels alert, long now) {
        return now >= startsAt && now < endsAt && LabelMatcher.matchesAll(matchers, alert);
    }
}
