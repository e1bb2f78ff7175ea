package io.narthex.promql.test.naive.function;

import static io.narthex.promql.test.naive.NaiveEvaluator.unwrapped;

import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.test.naive.NaiveEvaluator;
import io.narthex.promql.test.naive.Point;
import io.narthex.promql.test.naive.Series;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A function call at one time, with its arguments by position.
public record Call(NaiveEvaluator in, Expr.Call expr, long time) {
    String function() {
        return expr.function().name();
    }

    int count() {
        return expr.args().size();
    }

    Expr arg(int i) {
        return unwrapped(expr.args().get(i));
    }

    List<Series> vector(int i) {
        return in.eval(arg(i), time);
    }

    /// A figure of each sample that has one, under the name of no metric.
    List<Series> each(List<Series> vector, Function<Point, @Nullable Double> figure) {
        List<Series> output = new ArrayList<>();
        for (Series s : vector) {
            Double value = figure.apply(s.point());
            if (value != null) {
                output.add(in.dropName(s.with(Point.of(time, value))));
            }
        }
        return output;
    }

    String text(int i) {
        return ((Expr.StringLiteral) arg(i)).value();
    }

    /// All scalar arguments.
    double[] numbers() {
        return expr.args().stream()
                .filter(a -> a.type() == ValueType.SCALAR)
                .mapToDouble(a -> in.eval(a, time).getFirst().point().value())
                .toArray();
    }

    /// What annotations say about an argument is placed where it begins. As in Prometheus, the
    /// place of a subquery is forgotten.
    PositionRange place(int i) {
        return arg(i) instanceof Expr.SubqueryExpr ? new PositionRange(0, 0) : arg(i).position();
    }
}
