package io.narthex.rules.run;

import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.QueryException;
import io.narthex.promql.Value.VectorSample;
import io.narthex.rules.RuleName;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleServices;
import io.narthex.rules.alert.RuleFailure;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.run.Rule.Evaluation;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A rule without a group, evaluated when somebody says so, by the code that evaluates rules that
/// run: for data that are stored already. Alerts are given to nobody but the listener, and failures
/// are counted instead of logged.
///
/// Thread safety: for one thread at a time.
public final class RuleRun {
    private final Rule rule;
    private final Appendable target;
    private Set<Labels> series = Set.of();
    private long failures;
    private @Nullable String firstFailure;

    /// A rule that was never evaluated.
    ///
    /// @param name the group and the rule, for the listener
    /// @param queries answers the rule's expression
    /// @param services of which only target and listener are used
    /// @param writesAlerts whether an alerting rule stores `ALERTS`
    public RuleRun(
            RuleDefinition definition,
            RuleName name,
            RuleQueries queries,
            RuleServices services,
            RuleOptions options,
            Labels externalLabels,
            boolean writesAlerts) {
        RunContext context =
                new RunContext(
                        services,
                        options,
                        queries,
                        externalLabels,
                        () -> 0,
                        null,
                        new CountDownLatch(1));
        this.target = services.target();
        this.rule =
                switch (definition) {
                    case RuleDefinition.Recording r -> new RecordingRule(r, queries);
                    case RuleDefinition.Alerting a ->
                            new AlertingRule(a, name, writesAlerts, context);
                };
    }

    /// Evaluates the rule and stores what it gives. A query that fails changes nothing.
    ///
    /// @param time epoch milliseconds, later than the last one
    /// @param offset how long before that the query looks, in milliseconds
    /// @param limit how many series or alerts the rule may give; 0 for any number
    public void evaluate(long time, long offset, int limit) {
        Evaluation evaluation = new Evaluation(time, offset, limit);
        try {
            store(rule.evaluate(evaluation), evaluation.queryTime());
        } catch (QueryException | RuleFailure e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void store(List<VectorSample> results, long time) {
        if (results.isEmpty() && series.isEmpty()) {
            return;
        }
        try (Appender appender = target.appender()) {
            ResultWriter writer = new ResultWriter(appender);
            writer.write(results, series, time);
            series = writer.stored();
            String problem = writer.problem();
            if (problem != null) {
                fail(problem);
            }
        }
    }

    private void fail(String message) {
        failures++;
        if (firstFailure == null) {
            firstFailure = message;
        }
    }

    /// The expression as Prometheus writes it.
    public String query() {
        return rule.query();
    }

    /// How many evaluations failed, or gave something that could not be stored.
    public long failures() {
        return failures;
    }

    /// Why the first one of them did; null where all went well.
    public @Nullable String firstFailure() {
        return firstFailure;
    }
}
