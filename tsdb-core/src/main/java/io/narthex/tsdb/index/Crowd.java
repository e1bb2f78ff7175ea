package io.narthex.tsdb.index;

import java.util.List;

/// The metric that has most of some series, and the label that makes it so many.
///
/// @param metric the metric's name
/// @param series its series
/// @param label the label with most different values among them; empty where they have no other
///     label than the name
/// @param values how many different values it has among the series looked at
/// @param examples a few of the values
///
/// Thread safety: immutable.
public record Crowd(String metric, int series, String label, int values, List<String> examples) {}
