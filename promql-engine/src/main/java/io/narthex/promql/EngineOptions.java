package io.narthex.promql;

import io.narthex.promql.plan.Optimizers;

import java.time.Duration;
import java.util.Set;

/// The engine's limits and defaults; every field has Prometheus' default in [#DEFAULTS].
///
/// @param lookback how far an instant selector looks back
/// @param timeout longest run of one query, waiting included
/// @param maxSamples most samples a query may hold at once
/// @param maxBytes most bytes a query may hold at once
/// @param totalBytes most bytes that all queries may hold together, results that are being sent
///     included; see [io.narthex.promql.exec.SharedBytes]
/// @param maxConcurrent queries evaluated at the same time; others wait
/// @param maxQueued queries that may wait; more are refused at once
/// @param threads worker threads shared by all queries
/// @param subqueryStep default step of a subquery
/// @param features which experimental parts are on
/// @param disabledOptimizers names of the optimizers that leave plans alone: see [Optimizers#names]
///
/// Thread safety: immutable.
public record EngineOptions(
        Duration lookback,
        Duration timeout,
        long maxSamples,
        long maxBytes,
        long totalBytes,
        int maxConcurrent,
        int maxQueued,
        int threads,
        Duration subqueryStep,
        EngineFeatures features,
        Set<String> disabledOptimizers) {
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
                    EngineFeatures.STABLE,
                    Set.of());

    /// Options under which any number of queries may wait, and each may hold all it may.
    public EngineOptions(
            Duration lookback,
            Duration timeout,
            long maxSamples,
            long maxBytes,
            int maxConcurrent,
            int threads,
            Duration subqueryStep,
            EngineFeatures features,
            Set<String> disabledOptimizers) {
        this(
                lookback,
                timeout,
                maxSamples,
                maxBytes,
                Long.MAX_VALUE,
                maxConcurrent,
                Integer.MAX_VALUE,
                threads,
                subqueryStep,
                features,
                disabledOptimizers);
    }

    /// Checks the names of optimizers.
    ///
    /// @throws IllegalArgumentException if one is unknown; the message lists those known
    public EngineOptions {
        Optimizers.requireKnown(disabledOptimizers);
        disabledOptimizers = Set.copyOf(disabledOptimizers);
    }

    /// The same with limits on all queries together.
    ///
    /// @param bytes most bytes that all may hold
    /// @param queued how many may wait
    public EngineOptions withSharedLimits(long bytes, int queued) {
        return new EngineOptions(
                lookback,
                timeout,
                maxSamples,
                maxBytes,
                bytes,
                maxConcurrent,
                queued,
                threads,
                subqueryStep,
                features,
                disabledOptimizers);
    }

    /// The same with another number of worker threads.
    public EngineOptions withThreads(int count) {
        return new EngineOptions(
                lookback,
                timeout,
                maxSamples,
                maxBytes,
                totalBytes,
                maxConcurrent,
                maxQueued,
                count,
                subqueryStep,
                features,
                disabledOptimizers);
    }

    /// The same with other experimental parts.
    public EngineOptions withFeatures(EngineFeatures enabled) {
        return new EngineOptions(
                lookback,
                timeout,
                maxSamples,
                maxBytes,
                totalBytes,
                maxConcurrent,
                maxQueued,
                threads,
                subqueryStep,
                enabled,
                disabledOptimizers);
    }

    /// The same options with some optimizers switched off.
    ///
    /// @throws IllegalArgumentException if a name is unknown; the message lists those known
    public EngineOptions withoutOptimizers(Set<String> names) {
        return new EngineOptions(
                lookback,
                timeout,
                maxSamples,
                maxBytes,
                totalBytes,
                maxConcurrent,
                maxQueued,
                threads,
                subqueryStep,
                features,
                names);
    }
}
