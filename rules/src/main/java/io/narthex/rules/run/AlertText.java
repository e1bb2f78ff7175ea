package io.narthex.rules.run;

import io.narthex.promql.Value.VectorSample;

/// Expands the templates of labels and annotations.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
interface AlertText {
    /// The text that a template gives; one that fails gives a text that says so.
    ///
    /// @param alert the alert's name, for messages
    /// @param element what the expression gave
    /// @param time of the evaluation, epoch milliseconds
    String expand(String alert, String template, VectorSample element, long time);
}
