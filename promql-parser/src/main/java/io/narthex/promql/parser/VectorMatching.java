package io.narthex.promql.parser;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How the series of two vectors are paired.
///
/// @param labels the labels of `on` or `ignoring`
/// @param on whether `labels` are those compared (`on`) or those left out (`ignoring`)
/// @param include the labels that `group_left` or `group_right` copies from the "one" side
/// @param fillLeft the value for a sample missing on the left; null where none is filled
/// @param fillRight the value for a sample missing on the right; null where none is filled
public record VectorMatching(
        Cardinality cardinality,
        List<String> labels,
        boolean on,
        List<String> include,
        @Nullable Double fillLeft,
        @Nullable Double fillRight) {

    /// Whether there is a value for missing samples of one side at least.
    boolean isFilled() {
        return fillLeft != null || fillRight != null;
    }

    /// How many series of each side may meet in one group.
    public enum Cardinality {
        ONE_TO_ONE("one-to-one"),
        MANY_TO_ONE("many-to-one"),
        ONE_TO_MANY("one-to-many"),
        MANY_TO_MANY("many-to-many");

        private final String text;

        Cardinality(String text) {
            this.text = text;
        }

        /// The name in the HTTP API.
        public String text() {
            return text;
        }
    }
}
