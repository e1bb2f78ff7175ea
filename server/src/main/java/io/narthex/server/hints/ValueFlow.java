package io.narthex.server.hints;

import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.FunctionSignature;
import io.narthex.promql.parser.ValueType;

import java.util.List;
import java.util.Set;

/// Whether the values of an operand are to be seen in what an expression gives, summed, scaled or
/// picked perhaps, rather than counted, timed, compared, or turned into a difference.
///
/// | expression | its operand's values are seen |
/// |---|---|
/// | `(x)`, `-x`, subquery | yes |
/// | `x + y`, `* / % ^ atan2`, with vectors or scalars | yes |
/// | `x - y` of two vectors | no: requests begun less requests ended is a level of its own |
/// | `x > 0`, `x > y`, and the other filters | those of the filtered vector, not of the condition |
/// | `x > bool y` | no |
/// | `x or y`; `x and y`, `x unless y` | both; only those of `x` |
/// | `count`, `group`, `count_values`; all parameters | no |
/// | every other aggregation | yes |
/// | functions of [#VALUE_FUNCTIONS] | those of the series, not of the parameters |
/// | every other function | no |
///
/// Thread safety: stateless.
final class ValueFlow {
    /// A function that is not listed gives no hint, so a new one can't give a wrong one.
    private static final Set<String> VALUE_FUNCTIONS =
            Set.of(
                    "abs",
                    "avg_over_time",
                    "ceil",
                    "clamp",
                    "clamp_max",
                    "clamp_min",
                    "double_exponential_smoothing",
                    "exp",
                    "first_over_time",
                    "floor",
                    "histogram_fraction",
                    "histogram_quantile",
                    "histogram_quantiles",
                    "info",
                    "label_join",
                    "label_replace",
                    "last_over_time",
                    "ln",
                    "log10",
                    "log2",
                    "mad_over_time",
                    "max_over_time",
                    "min_over_time",
                    "quantile_over_time",
                    "round",
                    "scalar",
                    "sort",
                    "sort_by_label",
                    "sort_by_label_desc",
                    "sort_desc",
                    "sqrt",
                    "stddev_over_time",
                    "stdvar_over_time",
                    "sum_over_time",
                    "vector");

    private ValueFlow() {}

    /// Whether the values of the operand are seen in what the enclosing expression gives.
    static boolean passes(Enclosing step) {
        int operand = step.operand();
        return switch (step.expr()) {
            case Expr.ParenExpr _, Expr.UnaryExpr _ -> true;
            case Expr.SubqueryExpr _, Expr.MatrixSelector _ -> true;
            case Expr.BinaryExpr binary -> passes(binary, operand == 0);
            case Expr.AggregateExpr a -> !isCount(a.op()) && (a.param() == null || operand == 1);
            case Expr.Call call ->
                    VALUE_FUNCTIONS.contains(call.function().name())
                            && operand == series(call.function());
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.QueryParameter _ ->
                    throw new IllegalStateException("BUG: no operands in " + step.expr());
        };
    }

    private static boolean passes(Expr.BinaryExpr binary, boolean left) {
        BinaryOp op = binary.op();
        if (op.isSetOperator()) {
            return left || op == BinaryOp.OR;
        }
        boolean vectors = binary.matching() != null;
        if (op.isComparison()) {
            Expr operand = left ? binary.lhs() : binary.rhs();
            return !binary.returnBool() && (vectors ? left : operand.type() == ValueType.VECTOR);
        }
        return !(op == BinaryOp.SUB && vectors);
    }

    private static boolean isCount(AggregateOp op) {
        return op == AggregateOp.COUNT || op == AggregateOp.GROUP || op == AggregateOp.COUNT_VALUES;
    }

    /// Which argument a function's values come from; the others are its parameters.
    private static int series(FunctionSignature function) {
        List<ValueType> types = function.args();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) == ValueType.VECTOR || types.get(i) == ValueType.MATRIX) {
                return i;
            }
        }
        return 0; // vector() has nothing but its scalar
    }
}
