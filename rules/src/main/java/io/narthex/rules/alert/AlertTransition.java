package io.narthex.rules.alert;

import io.narthex.model.Labels;

/// An alert that went from one state to another, or stays in one for another reason.
///
/// @param time of the evaluation, epoch milliseconds
/// @param value of the expression's element, or the last one where it is gone
///
/// Thread safety: immutable.
public record AlertTransition(
        long time, Labels labels, AlertState from, AlertState to, Reason reason, double value) {
    /// Why an alert changes its state.
    public enum Reason {
        /// The expression gives its element.
        PRESENT("present"),
        /// The element was there for as long as `for` says.
        FOR_ELAPSED("for_elapsed"),
        /// The expression does not give its element any more.
        ABSENT("absent"),
        /// It fired without its element for as long as `keep_firing_for` says.
        KEEP_FIRING_FOR_ELAPSED("keep_firing_for_elapsed"),
        /// Its data are gone, and its rule's `on_missing` lets it stay as it is.
        KEPT_WITHOUT_DATA("kept_without_data"),
        /// It comes because there are no data, or ends because its own are gone and its rule's
        /// `on_missing` does not let it stay.
        NO_DATA("no_data"),
        /// A new configuration has a longer `for`.
        LONGER_FOR("longer_for"),
        /// The rule had more alerts than its group's `limit`.
        LIMIT("limit");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// The word in the API and in files.
        public String text() {
            return text;
        }
    }
}
