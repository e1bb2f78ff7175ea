package io.narthex.promql;

import io.narthex.promql.parser.ParserOptions;

/// The experimental parts of queries, each on or off as Prometheus' `--enable-feature` has them.
///
/// @param delayedNameRemoval whether `__name__` is dropped at the very end
/// @param useStartTimestamps whether `rate`, `increase`, `irate` and `resets` heed samples' start
///     timestamps, and `start_timestamp` shows them
/// @param typeAndUnitLabels whether `__type__` tells what a metric is, rather than its name's end
/// @param perStepStats whether requests may have their samples counted step by step
/// @param parser which experimental syntax is on
///
/// Thread safety: immutable.
public record EngineFeatures(
        boolean delayedNameRemoval,
        boolean useStartTimestamps,
        boolean typeAndUnitLabels,
        boolean perStepStats,
        ParserOptions parser) {
    /// Nothing experimental.
    public static final EngineFeatures STABLE =
            new EngineFeatures(false, false, false, false, ParserOptions.STABLE);

    /// All syntax and functions; names go at once, start timestamps and types are ignored.
    public static final EngineFeatures ALL_SYNTAX = STABLE.withParser(ParserOptions.ALL);

    /// The same with or without delayed removal of names.
    public EngineFeatures withDelayedNameRemoval(boolean delayed) {
        return new EngineFeatures(
                delayed, useStartTimestamps, typeAndUnitLabels, perStepStats, parser);
    }

    /// The same with or without heed to start timestamps.
    public EngineFeatures withStartTimestamps(boolean use) {
        return new EngineFeatures(delayedNameRemoval, use, typeAndUnitLabels, perStepStats, parser);
    }

    /// The same with or without trust in `__type__`.
    public EngineFeatures withTypeAndUnitLabels(boolean trusted) {
        return new EngineFeatures(
                delayedNameRemoval, useStartTimestamps, trusted, perStepStats, parser);
    }

    /// The same with or without counts of samples by step.
    public EngineFeatures withPerStepStats(boolean counted) {
        return new EngineFeatures(
                delayedNameRemoval, useStartTimestamps, typeAndUnitLabels, counted, parser);
    }

    /// The same with other syntax.
    public EngineFeatures withParser(ParserOptions options) {
        return new EngineFeatures(
                delayedNameRemoval, useStartTimestamps, typeAndUnitLabels, perStepStats, options);
    }
}
