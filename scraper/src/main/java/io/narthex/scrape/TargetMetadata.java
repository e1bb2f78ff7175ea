package io.narthex.scrape;

import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;

import java.util.List;

/// What one target says about its metric families: type, help and unit.
///
/// @param target the target's labels
///
/// Thread safety: immutable.
public record TargetMetadata(Labels target, List<MetricMetadata> metrics) {}
