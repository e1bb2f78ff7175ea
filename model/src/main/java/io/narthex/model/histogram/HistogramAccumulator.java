package io.narthex.model.histogram;

/// Many histograms becoming one.
///
/// Thread safety: for one thread.
public sealed interface HistogramAccumulator permits HistogramSum, HistogramMean {
    /// Takes a further histogram.
    ///
    /// @return false if one has exponential, the other custom buckets; then there is no result
    boolean add(FloatHistogram h);

    /// The result, empty buckets included.
    FloatHistogram toHistogram();

    /// Whether a histogram said that it follows a counter reset, and another that it does not.
    boolean hintsCollided();

    /// Whether custom bounds differed since this was last asked.
    boolean pollBoundsReconciled();
}
