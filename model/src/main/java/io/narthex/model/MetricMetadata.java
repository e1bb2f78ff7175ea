package io.narthex.model;

/// What an exposition says about a metric family beside its samples. Texts may be empty.
public record MetricMetadata(String name, MetricType type, String help, String unit) {}
