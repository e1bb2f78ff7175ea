package io.narthex.rules;

import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.file.RuleDefinition;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A rule and how it goes.
///
/// Thread safety: immutable.
public sealed interface RuleStatus {
    /// The rule as its file has it.
    RuleDefinition definition();

    /// The expression as Prometheus writes it.
    String query();

    /// How the last evaluation went.
    Evaluated evaluated();

    /// A recording rule.
    record Recording(RuleDefinition.Recording definition, String query, Evaluated evaluated)
            implements RuleStatus {}

    /// An alerting rule.
    ///
    /// @param alerts those that are pending or firing
    record Alerting(
            RuleDefinition.Alerting definition,
            String query,
            Evaluated evaluated,
            AlertState state,
            List<Alert> alerts)
            implements RuleStatus {}

    /// How an evaluation went.
    ///
    /// @param lastError why it failed; empty where it did not
    /// @param took how long it took
    /// @param at when it began; null before the first one
    record Evaluated(RuleHealth health, String lastError, Duration took, @Nullable Instant at) {
        /// Before the first one.
        public static final Evaluated NEVER =
                new Evaluated(RuleHealth.UNKNOWN, "", Duration.ZERO, null);
    }
}
