package io.narthex.rules.alert;

import io.narthex.model.Labels;

import java.util.Map;

/// An element of what an alerting expression gave, with the alert's labels and annotations.
///
/// @param labels the element's without its metric name, those of the rule, and `alertname`
/// @param annotations by name, values may be empty
/// @param value 0 for a native histogram
///
/// Thread safety: immutable.
public record AlertElement(Labels labels, Map<String, String> annotations, double value) {}
