package io.narthex.promql.window;

/// What a function of a range vector has to say about a series with native histograms or start
/// timestamps.
public interface RangeNotes {
    /// The operations that annotations name.
    enum Operation {
        ADDITION,
        SUBTRACTION,
        AGGREGATION
    }

    /// A window has floats and histograms, and so no value.
    void mixedSamples();

    /// A window has exponential and custom buckets, and so no value.
    void mixedSchemas();

    /// A counter's function met a gauge.
    void notCounter();

    /// A gauge's function met a counter.
    void notGauge();

    /// Histograms contradict each other about a counter reset.
    void resetsCollide();

    /// Custom buckets with different bounds met.
    void boundsReconciled(Operation operation);

    /// Histograms beside floats were left out.
    void histogramsIgnored();

    /// In a window, a sample began to count before the sample before it, but not with it.
    void startTimesOverlap();
}
