package io.narthex.promql.parser;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr.AggregateExpr;
import io.narthex.promql.parser.Expr.BinaryExpr;
import io.narthex.promql.parser.Expr.Call;
import io.narthex.promql.parser.Expr.SubqueryExpr;
import io.narthex.promql.parser.Expr.UnaryExpr;
import io.narthex.promql.parser.Expr.VectorSelector;

import java.util.List;
import java.util.Map;

/// Checks that every operand and argument has the type that its place wants.
///
/// Thread safety: for one query.
final class TypeChecker {
    private final SourceText source;
    private final BinaryChecker binaries;

    /// @param scalarMatchings how expressions with a scalar were told to match series
    TypeChecker(SourceText source, Map<BinaryExpr, VectorMatching> scalarMatchings) {
        this.source = source;
        this.binaries = new BinaryChecker(source, scalarMatchings);
    }

    /// @throws ParseException at the first place that does not fit, inner ones first
    void check(Expr expr) {
        switch (expr) {
            case Expr.ParenExpr(Expr inner, _) -> check(inner);
            case UnaryExpr unary -> unary(unary);
            case BinaryExpr binary -> {
                check(binary.lhs());
                check(binary.rhs());
                binaries.check(binary);
            }
            case AggregateExpr aggregate -> aggregate(aggregate);
            case Call call -> call(call);
            case SubqueryExpr subquery -> subquery(subquery);
            case VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector matrix -> selector(matrix.selector());
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.QueryParameter _ -> {}
        }
    }

    private void selector(VectorSelector selector) {
        String name = selector.name();
        if (name != null) {
            // The last matcher is the name itself.
            for (LabelMatcher m : selector.matchers().subList(0, selector.matchers().size() - 1)) {
                if (m.name().equals(Labels.NAME)) {
                    throw source.error(
                            "metric name must not be set twice: "
                                    + GoStrings.quote(name)
                                    + " or "
                                    + GoStrings.quote(m.value()),
                            selector.position());
                }
            }
        } else if (selector.matchers().stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw source.error(
                    "vector selector must contain at least one non-empty matcher",
                    selector.position());
        }
    }

    private void unary(UnaryExpr unary) {
        check(unary.operand());
        ValueType type = unary.operand().type();
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw source.error(
                    "unary expression only allowed on expressions of type scalar or instant"
                            + " vector, got \""
                            + type.text()
                            + "\"",
                    unary.position());
        }
    }

    private void aggregate(AggregateExpr aggregate) {
        check(aggregate.expr());
        expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
        Expr param = aggregate.param();
        if (param != null) {
            check(param);
            ValueType wanted =
                    aggregate.op() == AggregateOp.COUNT_VALUES
                            ? ValueType.STRING
                            : ValueType.SCALAR;
            expect(param, wanted, "aggregation parameter");
        }
    }

    private void subquery(SubqueryExpr subquery) {
        check(subquery.expr());
        ValueType type = subquery.expr().type();
        if (type != ValueType.VECTOR) {
            throw source.error(
                    "subquery is only allowed on instant vector, got "
                            + (type == ValueType.MATRIX ? "matrix" : type.text())
                            + " instead",
                    subquery.position());
        }
    }

    private void call(Call call) {
        FunctionSignature function = call.function();
        List<Expr> args = call.args();
        checkArity(call);
        boolean info = function.name().equals("info");
        if (info && args.size() > 1) {
            infoSelector(call);
        }
        for (int i = 0; i < args.size(); i++) {
            int signatureArg = Math.min(i, function.args().size() - 1);
            if (!info || i != 1) {
                check(args.get(i));
            }
            expect(
                    args.get(i),
                    function.args().get(signatureArg),
                    "call to function \"" + function.name() + "\"");
        }
    }

    private void checkArity(Call call) {
        FunctionSignature function = call.function();
        int got = call.args().size();
        int named = function.args().size();
        int least = function.variadic() == 0 ? named : named - 1;
        int most =
                switch (function.variadic()) {
                    case 0 -> named;
                    case -1 -> Integer.MAX_VALUE;
                    default -> named - 1 + function.variadic();
                };
        if (got >= least && got <= most) {
            return;
        }
        String bound = function.variadic() == 0 ? "" : got < least ? "at least " : "at most ";
        int number = got < least ? least : most;
        throw source.error(
                "expected "
                        + bound
                        + number
                        + " argument(s) in call to \""
                        + function.name()
                        + "\", got "
                        + got,
                call.position());
    }

    /// Conditions on the labels to add; unlike a selector they may all accept an absent label.
    private void infoSelector(Call call) {
        Expr arg = call.args().get(1);
        if (arg.type() != ValueType.VECTOR) {
            throw source.error(
                    "expected type "
                            + ValueType.VECTOR.text()
                            + " in call to function \"info\", got "
                            + arg.type().text(),
                    call.position());
        }
        if (!(arg instanceof VectorSelector selector)) {
            throw source.error("expected label selectors only", arg.position());
        }
        if (selector.name() != null) {
            throw source.error(
                    "expected label selectors only, got vector selector instead", arg.position());
        }
    }

    private void expect(Expr expr, ValueType wanted, String context) {
        if (expr.type() != wanted) {
            throw source.error(
                    "expected type "
                            + wanted.text()
                            + " in "
                            + context
                            + ", got "
                            + expr.type().text(),
                    expr.position());
        }
    }
}
