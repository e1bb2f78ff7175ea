package io.narthex.rules.file;

import io.narthex.promql.parser.Expr;

import java.time.Duration;
import java.util.Map;

/// A rule as its file defines it.
///
/// Labels may have empty values: an empty one takes the label away from what the rule makes.
///
/// Thread safety: immutable.
public sealed interface RuleDefinition {
    /// The recorded series' name, or the alert's.
    String name();

    /// The expression as the file has it.
    String query();

    /// The same, parsed.
    Expr expr();

    /// Its labels by name, those of the group included where the rule doesn't say otherwise.
    Map<String, String> labels();

    /// Where the rule begins.
    FilePlace place();

    /// A rule whose result is stored as series of a new name.
    ///
    /// @param record the series' name
    record Recording(
            String record, String query, Expr expr, Map<String, String> labels, FilePlace place)
            implements RuleDefinition {
        /// Copies the map.
        public Recording {
            labels = SortedLabels.copyOf(labels);
        }

        @Override
        public String name() {
            return record;
        }
    }

    /// A rule whose result's elements are alerts.
    ///
    /// @param alert the alert's name
    /// @param forDuration how long an element has to be there before it fires; zero for at once
    /// @param keepFiringFor how long it goes on firing once its element is gone; zero for not
    /// @param onMissing what becomes of its alerts when their data are gone
    /// @param labels templates of labels by name
    /// @param annotations templates of annotations by name
    record Alerting(
            String alert,
            String query,
            Expr expr,
            Duration forDuration,
            Duration keepFiringFor,
            OnMissing onMissing,
            Map<String, String> labels,
            Map<String, String> annotations,
            FilePlace place)
            implements RuleDefinition {
        /// Copies the maps.
        public Alerting {
            labels = SortedLabels.copyOf(labels);
            annotations = SortedLabels.copyOf(annotations);
        }

        @Override
        public String name() {
            return alert;
        }
    }
}
