package io.narthex.tsdb.cardinality;

/// How many series there may be at a time; 0 for no limit.
///
/// @param all series in all
/// @param perJob series with the same `job` label
/// @param perMetric series with the same name
///
/// Thread safety: immutable.
public record SeriesLimits(long all, long perJob, long perMetric) {
    /// No limits.
    public static final SeriesLimits NONE = new SeriesLimits(0, 0, 0);

    /// Checks the signs.
    ///
    /// @throws IllegalArgumentException if a limit is negative
    public SeriesLimits {
        if (all < 0 || perJob < 0 || perMetric < 0) {
            throw new IllegalArgumentException(
                    "limits on series must not be negative: "
                            + all
                            + ", "
                            + perJob
                            + ", "
                            + perMetric);
        }
    }
}
