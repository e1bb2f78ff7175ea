package io.narthex.promql.test.naive;

import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Selectors whose native histograms are asked for counts and sums only. Prometheus doesn't read
/// their buckets twice, so it looks for counter resets as it reads them the first time; all others
/// come as they were stored.
///
/// Thread safety: stateless.
final class CountsOnly {
    private static final Set<String> COUNTS =
            Set.of("histogram_count", "histogram_sum", "histogram_avg");
    private static final Set<String> BUCKETS =
            Set.of("histogram_quantile", "histogram_quantiles", "histogram_fraction");

    private CountsOnly() {}

    /// Finds them.
    ///
    /// @param counts whether counts and sums are all that is asked of the expression
    static void find(Expr expr, boolean counts, Set<Expr> found) {
        switch (expr) {
            case Expr.VectorSelector s when counts -> found.add(s);
            case Expr.MatrixSelector m -> find(m.selector(), counts, found);
            case Expr.ParenExpr paren -> find(paren.inner(), counts, found);
            case Expr.UnaryExpr unary -> find(unary.operand(), counts, found);
            case Expr.AggregateExpr aggregate -> {
                find(aggregate.expr(), counts, found);
                if (aggregate.param() != null) {
                    find(aggregate.param(), counts, found);
                }
            }
            case Expr.BinaryExpr b
                    when b.op() != BinaryOp.TRIM_UPPER && b.op() != BinaryOp.TRIM_LOWER -> {
                find(b.lhs(), counts, found);
                find(b.rhs(), counts, found);
            }
            case Expr.Call call when !BUCKETS.contains(call.function().name()) -> {
                boolean asked = counts || COUNTS.contains(call.function().name());
                call.args().forEach(arg -> find(arg, asked, found));
            }
            default -> {}
        }
    }

    /// A series whose histograms say whether the counter was reset before them.
    ///
    /// @param after the query reads what is later only
    static Series withResets(Series s, long after) {
        List<Point> points = new ArrayList<>();
        @Nullable FloatHistogram before = null;
        for (Point p : s.points()) {
            boolean unknown = !p.isFloat() && p.h().resetHint() == ResetHint.UNKNOWN;
            if (unknown && before != null) {
                boolean reset = CounterResets.between(before, p.h());
                var hint = reset ? ResetHint.COUNTER_RESET : ResetHint.NOT_COUNTER_RESET;
                points.add(new Point(p.time(), p.start(), p.value(), p.h().withHint(hint)));
            } else {
                points.add(p);
            }
            boolean read = p.time() > after && !StaleNaN.isStale(p.value());
            before = p.isFloat() || !read ? before : p.h();
        }
        return new Series(s.labels(), s.nameless(), points);
    }
}
