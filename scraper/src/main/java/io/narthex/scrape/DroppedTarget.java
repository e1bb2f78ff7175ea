package io.narthex.scrape;

import io.narthex.model.Labels;

/// A discovered target that relabelling dropped.
///
/// @param discoveredLabels its labels before relabelling, defaults included
/// @param scrapePool the job's name in the configuration
///
/// Thread safety: immutable.
public record DroppedTarget(Labels discoveredLabels, String scrapePool) {}
