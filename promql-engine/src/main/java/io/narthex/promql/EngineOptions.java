package io.narthex.promql;

import io.narthex.promql.parser.ParserOptions;

import java.time.Duration;

/// The engine's limits and defaults; every field has Prometheus' default in [#DEFAULTS].
///
/// @param lookback how far an instant selector looks back
/// @param timeout longest run of one query, waiting included
/// @param maxSamples most samples a query may hold at once
/// @param maxBytes most bytes a query may hold at once
/// @param maxConcurrent queries evaluated at the same time; others wait
/// @param threads worker threads shared by all queries
/// @param subqueryStep default step of a subquery
/// @param delayedNameRemoval whether `__name__` is dropped at the very end (experimental)
/// @param useStartTimestamps whether `rate`, `increase`, `irate` and `resets` heed samples' start
///     timestamps, and `start_timestamp` shows them (experimental)
/// @param parser which experimental syntax is on
public record EngineOptions(
        Duration lookback,
        Duration timeout,
        long maxSamples,
        long maxBytes,
        int maxConcurrent,
        int threads,
        Duration subqueryStep,
        boolean delayedNameRemoval,
        boolean useStartTimestamps,
        ParserOptions parser) {
    /// Prometheus' defaults, with as many threads as there are processors.
    public static final EngineOptions DEFAULTS =
            new EngineOptions(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    50_000_000,
                    1L << 30,
                    20,
                    Runtime.getRuntime().availableProcessors(),
                    Duration.ofMinutes(1),
                    false,
                    false,
                    ParserOptions.STABLE);
}
