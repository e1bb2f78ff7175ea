package io.narthex.http;

import io.narthex.model.LabelMatcher;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Sets and ends silences.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface SilenceControl {
    /// Sets a silence, or changes one.
    ///
    /// @return the id of what was set; null where there is none of the wanted id
    /// @throws IllegalArgumentException if it can't be; the message, fit for clients, begins with
    ///     the name of the member that is wrong
    @Nullable String set(Wanted wanted);

    /// Ends a silence now; one that has ended stays as it is.
    ///
    /// @return whether there is one of that id
    boolean expire(String id);

    /// What somebody wants to be silenced.
    ///
    /// @param id of the silence to change; empty for a new one
    /// @param matchers what all of an alert's labels meet
    /// @param startsAt epoch milliseconds; what is past means now
    /// @param endsAt epoch milliseconds
    /// @param createdBy a person
    /// @param comment why
    record Wanted(
            String id,
            List<LabelMatcher> matchers,
            long startsAt,
            long endsAt,
            String createdBy,
            String comment) {}
}
