package io.narthex.http;

import org.jspecify.annotations.Nullable;

/// The process' own metrics, for `/metrics`.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface MetricsSource {
    /// Renders all metrics in the format that suits the client best.
    ///
    /// @param accept the `Accept` header, or null
    Content render(@Nullable String accept);
}
