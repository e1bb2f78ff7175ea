package io.narthex.rules;

/// What was counted of a group.
///
/// @param key file and name, with a semicolon between
/// @param iterations times at which it was due
/// @param missed those at which it still evaluated an earlier one
/// @param evaluations of its rules
/// @param failures those that failed
/// @param intervalSeconds between evaluations
/// @param evaluatedAtSeconds when the last evaluation began, in seconds since the epoch; 0 before
/// @param tookSeconds how long it took
/// @param rulesTookSeconds how long its rules took together
/// @param restoreSeconds how long it took to go on with alerts from before a restart; NaN where
///     that was not done
/// @param rules how many it has
/// @param samples what the last evaluation gave
///
/// Thread safety: immutable.
public record RuleGroupStats(
        String key,
        long iterations,
        long missed,
        long evaluations,
        long failures,
        double intervalSeconds,
        double evaluatedAtSeconds,
        double tookSeconds,
        double rulesTookSeconds,
        double restoreSeconds,
        int rules,
        long samples) {}
