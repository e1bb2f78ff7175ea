package io.narthex.model;

import java.util.Locale;

/// The type that an exposition declares for a metric family.
public enum MetricType {
    UNKNOWN,
    COUNTER,
    GAUGE,
    HISTOGRAM,
    GAUGEHISTOGRAM,
    SUMMARY,
    INFO,
    STATESET;

    /// The word that expositions and the HTTP API use, in lower case.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
