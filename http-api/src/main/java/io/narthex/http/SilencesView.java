package io.narthex.http;

import io.narthex.model.LabelMatcher;

import java.time.Instant;
import java.util.List;

/// What `/api/v2/silences` shows.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface SilencesView {
    /// Nothing is silenced.
    SilencesView NONE = List::of;

    /// All silences that are known, those that have ended among them.
    List<Silence> silences();

    /// Alerts of which nobody is told for a while.
    ///
    /// @param id unique
    /// @param state `pending`, `active` or `expired`
    /// @param matchers what all of an alert's labels meet
    /// @param createdBy a person
    /// @param comment why
    record Silence(
            String id,
            String state,
            List<LabelMatcher> matchers,
            Instant startsAt,
            Instant endsAt,
            Instant updatedAt,
            String createdBy,
            String comment) {}
}
