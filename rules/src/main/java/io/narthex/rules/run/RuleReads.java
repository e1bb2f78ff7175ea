package io.narthex.rules.run;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;
import io.narthex.rules.file.RuleDefinition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What the expressions of rules ask for, as far as that can be told of other rules' series.
///
/// Thread safety: stateless.
public final class RuleReads {
    private RuleReads() {}

    /// Whether a rule's expression may ask for series that another rule gives, or the same.
    public static boolean asksFor(RuleDefinition asking, RuleDefinition giving) {
        return asksFor(asking, giving, false);
    }

    /// Whether a rule's expression may ask for the series `ALERTS` of another rule.
    public static boolean asksForAlerts(RuleDefinition asking, RuleDefinition.Alerting giving) {
        return asksFor(asking, giving, true);
    }

    private static boolean asksFor(
            RuleDefinition asking, RuleDefinition giving, boolean alertsOnly) {
        for (List<LabelMatcher> selector : selectors(asking.expr())) {
            LabelMatcher name = first(selector, Labels.NAME);
            if (!allowsLabels(selector, giving)) {
                continue;
            }
            // Without a condition on the name it may select whatever there is.
            if (name == null
                    || (alertsOnly
                            ? givesAlerts(giving, name, selector)
                            : gives(giving, name, selector))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a selector allows the labels that a recording rule puts on all its series. Those of
    /// alerts are templates.
    private static boolean allowsLabels(List<LabelMatcher> selector, RuleDefinition giving) {
        if (!(giving instanceof RuleDefinition.Recording recording)) {
            return true;
        }
        for (LabelMatcher m : selector) {
            String value = recording.labels().get(m.name());
            if (value != null && !m.matches(value)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a selector, whose condition on the name is given, may select what a rule gives.
    static boolean gives(RuleDefinition rule, LabelMatcher name, List<LabelMatcher> selector) {
        return name.matches(rule.name()) || givesAlerts(rule, name, selector);
    }

    private static boolean givesAlerts(
            RuleDefinition rule, LabelMatcher name, List<LabelMatcher> selector) {
        boolean alerts =
                name.matches(AlertingRule.ALERTS) || name.matches(AlertingRule.ALERTS_FOR_STATE);
        LabelMatcher alert = first(selector, AlertingRule.ALERT_NAME);
        return alerts
                && rule instanceof RuleDefinition.Alerting
                && (alert == null || alert.matches(rule.name()));
    }

    static @Nullable LabelMatcher first(List<LabelMatcher> selector, String name) {
        for (LabelMatcher m : selector) {
            if (m.name().equals(name)) {
                return m;
            }
        }
        return null;
    }

    static List<List<LabelMatcher>> selectors(Expr expr) {
        List<List<LabelMatcher>> found = new ArrayList<>();
        collect(expr, found);
        return found;
    }

    private static void collect(Expr expr, List<List<LabelMatcher>> into) {
        switch (expr) {
            case Expr.VectorSelector s -> into.add(s.matchers());
            case Expr.MatrixSelector m -> into.add(m.selector().matchers());
            case Expr.AggregateExpr a -> {
                Expr param = a.param();
                if (param != null) {
                    collect(param, into);
                }
                collect(a.expr(), into);
            }
            case Expr.BinaryExpr b -> {
                collect(b.lhs(), into);
                collect(b.rhs(), into);
            }
            case Expr.Call call -> call.args().forEach(arg -> collect(arg, into));
            case Expr.SubqueryExpr subquery -> collect(subquery.expr(), into);
            case Expr.ParenExpr paren -> collect(paren.inner(), into);
            case Expr.UnaryExpr unary -> collect(unary.operand(), into);
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.QueryParameter _ -> {}
        }
    }
}
