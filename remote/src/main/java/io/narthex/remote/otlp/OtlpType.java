package io.narthex.remote.otlp;

import io.narthex.model.MetricType;

/// What OpenTelemetry's metrics may be.
enum OtlpType {
    GAUGE(MetricType.GAUGE),
    /// A sum that only grows.
    COUNTER(MetricType.COUNTER),
    /// A sum that goes up and down.
    UP_DOWN_COUNTER(MetricType.GAUGE),
    HISTOGRAM(MetricType.HISTOGRAM),
    EXPONENTIAL_HISTOGRAM(MetricType.HISTOGRAM),
    SUMMARY(MetricType.SUMMARY);

    private final MetricType stored;

    OtlpType(MetricType stored) {
        this.stored = stored;
    }

    /// What it is called here.
    MetricType stored() {
        return stored;
    }

    /// Whether its points say how they relate to those before.
    boolean hasTemporality() {
        return this != GAUGE && this != SUMMARY;
    }
}
