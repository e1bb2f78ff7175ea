package io.narthex.server.hints;

import io.narthex.promql.QueryRequest;

import org.jspecify.annotations.Nullable;

/// Knows one mistake.
///
/// Thread safety: implementations are safe for concurrent calls.
interface HintRule {
    /// Looks at one selector of a query that was answered.
    ///
    /// @return null where there is nothing to say
    @Nullable Hint check(SelectorUse use, QueryRequest request);
}
