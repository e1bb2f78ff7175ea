package io.narthex.rules.backtest;

/// How large a backtest may become.
///
/// @param evaluations of rules, each value of a sweep counted
/// @param elements that the queries of rules give in all evaluations together
/// @param episodes of alerts, in all answers together
/// @param recordedBytes that the results of recording rules may take in memory
///
/// Thread safety: immutable.
public record BacktestLimits(long evaluations, long elements, int episodes, long recordedBytes) {
    /// Thirty days of twenty rules at an interval of 15 s, some minutes of work, and a quarter of a
    /// gigabyte.
    public static final BacktestLimits DEFAULTS =
            new BacktestLimits(4_000_000, 100_000_000, 100_000, 256L << 20);

    /// The defaults with less memory where there is little of it.
    public static BacktestLimits of(long heapBytes) {
        return new BacktestLimits(
                DEFAULTS.evaluations,
                DEFAULTS.elements,
                DEFAULTS.episodes,
                Math.min(DEFAULTS.recordedBytes, heapBytes / 8));
    }
}
