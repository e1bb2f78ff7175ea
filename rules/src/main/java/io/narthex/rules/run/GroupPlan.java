package io.narthex.rules.run;

import io.narthex.promql.parser.ExprPrinter;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleGroupDefinition;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// A group as it is to run.
///
/// @param interval between evaluations: its own, or the configuration's
///
/// Thread safety: immutable.
record GroupPlan(String file, RuleGroupDefinition definition, Duration interval) {
    /// What a group is known by.
    String key() {
        return file + ";" + definition.name();
    }

    /// Whether a group may go on as it is. Where its rules stand in the file, and how their
    /// expressions are spaced, does not matter.
    boolean isSame(GroupPlan other) {
        List<RuleDefinition> rules = definition.rules();
        List<RuleDefinition> others = other.definition.rules();
        if (!key().equals(other.key())
                || !interval.equals(other.interval)
                || definition.limit() != other.definition.limit()
                || !Objects.equals(definition.queryOffset(), other.definition.queryOffset())
                || rules.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (!isSame(rules.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(RuleDefinition a, RuleDefinition b) {
        boolean same =
                a.name().equals(b.name())
                        && a.labels().equals(b.labels())
                        && ExprPrinter.print(a.expr()).equals(ExprPrinter.print(b.expr()));
        return switch (a) {
            case RuleDefinition.Recording _ -> same && b instanceof RuleDefinition.Recording;
            case RuleDefinition.Alerting x ->
                    same
                            && b instanceof RuleDefinition.Alerting y
                            && x.forDuration().equals(y.forDuration())
                            && x.keepFiringFor().equals(y.keepFiringFor())
                            && x.annotations().equals(y.annotations());
        };
    }
}
