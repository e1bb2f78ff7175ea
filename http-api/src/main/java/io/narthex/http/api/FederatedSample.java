package io.narthex.http.api;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.jspecify.annotations.Nullable;

/// The newest sample of a series.
///
/// @param labels the series' own
/// @param time epoch milliseconds
/// @param value the float value; of no meaning where there is a histogram
record FederatedSample(Labels labels, long time, double value, @Nullable FloatHistogram histogram) {
    String name() {
        return labels.metricName();
    }

    /// Whether it is a native histogram that a gauge is.
    boolean isGauge() {
        return histogram != null && histogram.resetHint() == ResetHint.GAUGE;
    }

    /// Whether it may stand behind another one without a new heading.
    boolean isOfFamily(FederatedSample other) {
        return name().equals(other.name())
                && (histogram == null) == (other.histogram == null)
                && isGauge() == other.isGauge();
    }
}
