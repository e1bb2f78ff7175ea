package io.narthex.rules.backtest;

import io.narthex.rules.file.RuleFile;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What a backtest is about.
///
/// @param files rules; those that no alert asked about builds on are left out
/// @param groups whose alerts are asked about, by name; empty for all
/// @param alerts that are asked about, by name; empty for all
/// @param start the first time at which a rule may be evaluated, epoch milliseconds
/// @param end the last one
/// @param holds values in place of each alert's `for`; empty to leave it as it is
/// @param thresholds numbers in place of the one that each alert's expression compares with; empty
///     to leave it as it is
///
/// Thread safety: immutable.
public record BacktestRequest(
        List<RuleFile> files,
        Set<String> groups,
        Set<String> alerts,
        long start,
        long end,
        List<Duration> holds,
        List<Double> thresholds) {
    /// Copies the collections.
    public BacktestRequest {
        files = List.copyOf(files);
        groups = Set.copyOf(groups);
        alerts = Set.copyOf(alerts);
        holds = holds.stream().distinct().toList();
        thresholds = thresholds.stream().distinct().toList();
    }
}
