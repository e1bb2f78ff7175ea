package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import java.time.Duration;
import java.util.List;

/// How alerts are told together.
///
/// @param by labels whose values make a group
/// @param firstWait how long a new group waits for others to join
/// @param interval how long it waits after that before changes are told
/// @param repeat after how long what goes on is told again
///
/// Thread safety: immutable.
public record Grouping(List<String> by, Duration firstWait, Duration interval, Duration repeat) {
    /// Alertmanager's usual times, by alert.
    public static final Grouping DEFAULTS =
            new Grouping(
                    List.of("alertname"),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofHours(4));

    /// Copies the list.
    public Grouping {
        by = List.copyOf(by);
    }

    Labels key(Labels alert) {
        return alert.keep(by);
    }
}
