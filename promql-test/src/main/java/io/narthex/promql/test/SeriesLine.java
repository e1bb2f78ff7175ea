package io.narthex.promql.test;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

import java.util.List;

/// A line of a script that describes a series: its labels and its points, one per step.
record SeriesLine(Labels labels, List<Point> points) {
    /// What stands at one step.
    sealed interface Point {}

    /// No sample.
    record Gap() implements Point {}

    /// A float, the stale marker included.
    record Number(double value) implements Point {}

    /// A native histogram.
    ///
    /// @param hintGiven whether the hint about counter resets was written, and so matters where the
    ///     histogram is an expected one
    record Histogram(FloatHistogram value, boolean hintGiven) implements Point {}
}
