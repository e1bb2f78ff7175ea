package io.narthex.http.security;

import io.narthex.model.LabelMatcher;

import java.util.List;

/// Which series a caller may see: those that all matchers accept.
///
/// @param matchers none for all series
///
/// Thread safety: immutable.
public record Scope(List<LabelMatcher> matchers) {
    /// All series.
    public static final Scope ALL = new Scope(List.of());

    /// Copies the list.
    public Scope {
        matchers = List.copyOf(matchers);
    }

    /// Whether all series may be seen.
    public boolean isAll() {
        return matchers.isEmpty();
    }
}
