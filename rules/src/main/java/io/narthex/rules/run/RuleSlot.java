package io.narthex.rules.run;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.QueryException;
import io.narthex.promql.Value.VectorSample;
import io.narthex.rules.RuleHealth;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleStatus;
import io.narthex.rules.RuleStatus.Evaluated;
import io.narthex.rules.run.Rule.Evaluation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A rule's place in its group: the rule, what it stored last, and how that went.
///
/// Thread safety: [#status] and [#evaluated] are for any thread, the rest for one at a time.
final class RuleSlot {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSlot.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Rule rule;
    private final RunContext context;
    private final GroupCounters counters;
    private final Duration interval;
    private Set<Labels> series = Set.of();
    private volatile Evaluated evaluated = Evaluated.NEVER;

    RuleSlot(Rule rule, RunContext context, GroupCounters counters, Duration interval) {
        this.rule = rule;
        this.context = context;
        this.counters = counters;
        this.interval = interval;
    }

    Rule rule() {
        return rule;
    }

    Evaluated evaluated() {
        return evaluated;
    }

    RuleStatus status() {
        return rule.status(evaluated);
    }

    /// The series that the last evaluation stored.
    Set<Labels> series() {
        return series;
    }

    /// Takes over from a rule that this one replaces, and that has ended.
    void copyFrom(RuleSlot other) {
        series = other.series;
        if (rule instanceof AlertingRule to && other.rule instanceof AlertingRule from) {
            to.copyFrom(from);
        }
    }

    /// Evaluates the rule, gives its alerts away and stores what it gave.
    ///
    /// @return how many samples it gave
    int evaluate(Evaluation evaluation) {
        RuleServices services = context.services();
        Instant begun = context.options().clock().instant();
        long start = System.nanoTime();
        counters.evaluations.increment();
        int samples = 0;
        String error;
        try {
            List<VectorSample> results = rule.evaluate(evaluation);
            samples = results.size();
            if (rule instanceof AlertingRule alerting) {
                alerting.send(evaluation.time(), interval);
            }
            error = store(results, evaluation.queryTime());
        } catch (RuntimeException | OutOfMemoryError e) {
            counters.failures.increment();
            error = message(e);
            tell(e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        services.timings().rule(took.toNanos() / NANOS_PER_SECOND);
        RuleHealth health = error.isEmpty() ? RuleHealth.OK : RuleHealth.ERR;
        evaluated = new Evaluated(health, error, took, begun);
        return samples;
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.toString() : message;
    }

    private void tell(Throwable e) {
        switch (e) {
            case QueryException.Canceled _ -> LOG.debug("rule {} was cut short", name());
            case QueryException _, io.narthex.rules.alert.RuleFailure _ ->
                    LOG.warn("Evaluating rule failed: rule={} err={}", name(), e.getMessage());
            default -> LOG.warn("Evaluating rule failed: rule={}", name(), e);
        }
    }

    private String name() {
        return rule.definition().name();
    }

    /// @return why some of it was not stored; empty where all was
    private String store(List<VectorSample> results, long time) {
        try (Appender appender = context.services().target().appender()) {
            ResultWriter writer = new ResultWriter(appender);
            writer.write(results, series, time);
            series = writer.stored();
            String problem = writer.problem();
            if (problem == null) {
                return "";
            }
            LOG.warn(
                    "Rule evaluation result discarded: rule={} err={} num_dropped={}",
                    name(),
                    problem,
                    writer.refused());
            return problem;
        }
    }
}
