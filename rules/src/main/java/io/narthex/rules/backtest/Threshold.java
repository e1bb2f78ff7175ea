package io.narthex.rules.backtest;

import io.narthex.promql.parser.Expr;
import io.narthex.rules.file.RuleDefinition.Alerting;

import org.jspecify.annotations.Nullable;

/// The number with which an alert's expression compares: what is at the right of the comparison
/// that the whole expression is, `errors / requests > 0.01` for instance. A sum of numbers is a
/// number too, `14.4 * 0.001` for instance.
///
/// Thread safety: stateless.
final class Threshold {
    private Threshold() {}

    /// Whether there is one.
    static boolean isIn(Expr expr) {
        return replaced(expr, 0) != null;
    }

    /// The expression with another one.
    static Expr replaced(Alerting rule, double threshold) {
        Expr replaced = replaced(rule.expr(), threshold);
        if (replaced == null) {
            throw new IllegalStateException("BUG: no threshold in " + rule.query());
        }
        return replaced;
    }

    private static @Nullable Expr replaced(Expr expr, double threshold) {
        return switch (expr) {
            case Expr.ParenExpr p -> {
                Expr inner = replaced(p.inner(), threshold);
                yield inner == null ? null : new Expr.ParenExpr(inner, p.position());
            }
            case Expr.BinaryExpr b when b.op().isComparison() && isNumber(b.rhs()) ->
                    new Expr.BinaryExpr(
                            b.op(),
                            b.lhs(),
                            new Expr.NumberLiteral(threshold, false, b.rhs().position()),
                            b.matching(),
                            b.returnBool(),
                            b.position());
            default -> null;
        };
    }

    private static boolean isNumber(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _ -> true;
            case Expr.ParenExpr p -> isNumber(p.inner());
            case Expr.UnaryExpr u -> isNumber(u.operand());
            case Expr.BinaryExpr b ->
                    !b.op().isComparison() && isNumber(b.lhs()) && isNumber(b.rhs());
            default -> false;
        };
    }
}
