package io.narthex.http;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What `/api/v1/rules` and `/api/v1/alerts` show.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface RulesView {
    /// No rules.
    RulesView NONE = List::of;

    /// All groups, by file and then by name.
    List<Group> groups();

    /// A group and how its last evaluation went.
    ///
    /// @param limit series or alerts that one of its rules may have; 0 for any number
    /// @param took how long the last evaluation took
    /// @param evaluatedAt when it began; null before the first one
    record Group(
            String name,
            String file,
            Duration interval,
            int limit,
            Duration took,
            @Nullable Instant evaluatedAt,
            List<Rule> rules) {}

    /// A rule.
    sealed interface Rule {
        /// Of the alert, or of the recorded series.
        String name();

        /// The expression as Prometheus writes it.
        String query();

        /// Labels that the rule and its group give, by name; values may be empty.
        Map<String, String> labels();

        /// How its last evaluation went.
        Evaluation evaluation();
    }

    /// A recording rule.
    record Recording(String name, String query, Map<String, String> labels, Evaluation evaluation)
            implements Rule {}

    /// An alerting rule.
    ///
    /// @param hold how long an alert is pending before it fires
    /// @param keepFiringFor how long it fires on without its element
    /// @param onMissing what becomes of its alerts when their data are gone; null where that is as
    ///     in Prometheus
    /// @param annotations as written, by name
    /// @param state `unknown`, `inactive`, `pending` or `firing`
    /// @param alerts those that are pending or firing
    record Alerting(
            String name,
            String query,
            Map<String, String> labels,
            Evaluation evaluation,
            Duration hold,
            Duration keepFiringFor,
            @Nullable String onMissing,
            Map<String, String> annotations,
            String state,
            List<Alert> alerts)
            implements Rule {}

    /// How an evaluation went.
    ///
    /// @param health `ok`, `err` or `unknown`
    /// @param lastError empty where it went well
    /// @param at when it began; null before the first one
    record Evaluation(String health, String lastError, Duration took, @Nullable Instant at) {}

    /// A pending or firing alert.
    ///
    /// @param annotations by name
    /// @param state `pending` or `firing`
    /// @param keepFiringSince since when it fires without its element; null while that is there
    record Alert(
            Labels labels,
            Map<String, String> annotations,
            String state,
            Instant activeAt,
            @Nullable Instant keepFiringSince,
            double value) {}
}
