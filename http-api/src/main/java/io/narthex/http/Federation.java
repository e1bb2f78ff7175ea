package io.narthex.http;

import io.narthex.model.Labels;

import java.time.Duration;
import java.util.function.Supplier;

/// How `/federate` gives samples to other servers.
///
/// @param lookback the age of the oldest sample that still stands for the present
/// @param externalLabels what tells this server from others; asked at every request
///
/// Thread safety: immutable.
public record Federation(Duration lookback, Supplier<Labels> externalLabels) {
    /// Prometheus' lookback, and no labels.
    public static final Federation DEFAULTS = new Federation(Duration.ofMinutes(5), Labels::empty);
}
