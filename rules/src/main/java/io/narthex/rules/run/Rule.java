package io.narthex.rules.run;

import io.narthex.promql.Value.VectorSample;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.file.RuleDefinition;

import java.util.List;

/// A rule that is evaluated again and again.
///
/// Thread safety: `evaluate` is for one thread at a time, the rest for any.
sealed interface Rule permits RecordingRule, AlertingRule {
    /// The rule as its file has it.
    RuleDefinition definition();

    /// The expression as Prometheus writes it.
    String query();

    /// Evaluates the rule.
    ///
    /// @return the samples to store
    /// @throws RuntimeException if that fails, which changes nothing
    List<VectorSample> evaluate(Evaluation evaluation);

    /// The rule for others to see.
    RuleStatus status(Evaluated evaluated);

    /// One evaluation.
    ///
    /// @param time of the evaluation, epoch milliseconds
    /// @param offset how long before that the query looks, and the samples are, in milliseconds
    /// @param limit how many series or alerts the rule may give; 0 for any number
    record Evaluation(long time, long offset, int limit) {
        /// The time of the query and of the samples.
        long queryTime() {
            return time - offset;
        }
    }
}
