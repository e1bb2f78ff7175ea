package io.narthex.http;

import io.narthex.model.Labels;

import java.util.List;

/// The process' own metrics as `/api/v1/status/self_metrics` shows them.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface SelfMetrics {
    /// None at all.
    SelfMetrics NONE = List::of;

    /// All metrics as of now.
    List<Family> families();

    /// What kind of metrics a family has.
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY
    }

    /// Metrics of one name.
    record Family(String name, String help, Type type, List<Metric> metrics) {}

    /// One metric.
    ///
    /// @param value of a counter or gauge
    /// @param count observations of a histogram or summary
    /// @param sum of these
    /// @param points cumulative counts by upper bounds, or values by quantiles
    record Metric(Labels labels, double value, long count, double sum, List<Point> points) {}

    /// A bucket or a quantile.
    record Point(double at, double value) {}
}
