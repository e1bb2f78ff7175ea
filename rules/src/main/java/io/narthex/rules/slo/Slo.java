package io.narthex.rules.slo;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;

import java.math.BigDecimal;
import java.time.Duration;

/// A service level objective: which share of events has to be good within a moving window.
///
/// @param name unique; letters, digits, `_` and `-`, so that it can be a label, a file and a path
/// @param objective good events in percent, above 0 and below 100
/// @param window how far back events count
/// @param indicator which events
/// @param labels on everything that is made of it: recorded series and alerts
/// @param minimumEvents fewer events than that within an alert's window alert nobody
///
/// Thread safety: immutable.
public record Slo(
        String name,
        BigDecimal objective,
        Duration window,
        Indicator indicator,
        Labels labels,
        long minimumEvents) {
    private static final BigDecimal ALL = new BigDecimal(100);

    /// @throws IllegalArgumentException if a value is out of its range
    public Slo {
        if (!name.matches("[a-zA-Z0-9_-]{1,100}")) {
            throw new IllegalArgumentException(
                    "a name has letters, digits, \"_\" and \"-\", 100 at most, not \""
                            + name
                            + '"');
        }
        if (objective.signum() <= 0 || objective.compareTo(ALL) >= 0) {
            throw new IllegalArgumentException(
                    "an objective is a percentage above 0 and below 100 such as 99.9, not "
                            + objective);
        }
        if (window.compareTo(Duration.ofHours(1)) < 0
                || window.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(
                    "a window is between 1h and 366d, not " + DurationText.format(window));
        }
        if (minimumEvents < 0) {
            throw new IllegalArgumentException("minimum_events can't be negative");
        }
    }

    /// The share of events that may be bad, such as 0.001.
    public double budget() {
        return ALL.subtract(objective).movePointLeft(2).doubleValue();
    }

    /// How long a full outage may last within the window, at a steady flow of events.
    public Duration allowedOutage() {
        BigDecimal millis = BigDecimal.valueOf(window.toMillis());
        return Duration.ofMillis(
                millis.multiply(ALL.subtract(objective)).movePointLeft(2).longValue());
    }
}
