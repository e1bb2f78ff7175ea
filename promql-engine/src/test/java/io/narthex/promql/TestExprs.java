package io.narthex.promql;

import io.narthex.model.LabelMatcher;
import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.FunctionSignature;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.parser.ValueType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Expressions built by hand, where a test needs what the parser would not let pass.
public final class TestExprs {
    private static final PositionRange NOWHERE = new PositionRange(0, 0);

    private TestExprs() {}

    public static DurationExpr.Literal duration(double seconds) {
        return new DurationExpr.Literal(seconds, true, NOWHERE);
    }

    public static Expr number(double value) {
        return new Expr.NumberLiteral(value, false, NOWHERE);
    }

    public static Expr.VectorSelector selector(String name, LabelMatcher... more) {
        return selector(TimeShift.NONE, name, more);
    }

    public static Expr.VectorSelector selector(TimeShift shift, String name, LabelMatcher... more) {
        List<LabelMatcher> matchers = new ArrayList<>(Arrays.asList(more));
        matchers.addFirst(LabelMatcher.equal("__name__", name));
        return new Expr.VectorSelector(name, List.copyOf(matchers), shift, NOWHERE);
    }

    public static Expr range(Expr.VectorSelector selector, double seconds) {
        return new Expr.MatrixSelector(selector, duration(seconds), NOWHERE);
    }

    public static Expr.Call call(String name, Expr... args) {
        List<ValueType> types = Arrays.stream(args).map(Expr::type).toList();
        FunctionSignature function = new FunctionSignature(name, types, 0, ValueType.VECTOR, false);
        return new Expr.Call(function, List.of(args), NOWHERE);
    }
}
