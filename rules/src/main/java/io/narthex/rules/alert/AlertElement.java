package io.narthex.rules.alert;

import io.narthex.model.Labels;

import java.util.Map;

/// An element of what an alerting expression gave, with the alert's labels and annotations.
///
/// @param labels the element's without its metric name, those of the rule, and `alertname`
/// @param annotations by name, values may be empty
/// @param value 0 for a native histogram
/// @param source the element's labels without its metric name
/// @param isNoData whether the expression gave nothing, and this says so
///
/// Thread safety: immutable.
public record AlertElement(
        Labels labels,
        Map<String, String> annotations,
        double value,
        Labels source,
        boolean isNoData) {
    /// An element whose labels are the alert's.
    public AlertElement(Labels labels, Map<String, String> annotations, double value) {
        this(labels, annotations, value, labels, false);
    }
}
