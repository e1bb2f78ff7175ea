package io.narthex.promql.plan;

import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;

/// What an expression's native histograms are asked for by everything above it.
enum HistogramUse {
    /// Nobody asks for less than all.
    WHOLE,
    /// Counts and sums only.
    COUNTS,
    /// Buckets, whatever else.
    BUCKETS;

    /// What the operands of an expression are asked for.
    HistogramUse below(Expr expr) {
        if (this == BUCKETS) {
            return BUCKETS;
        }
        return switch (expr) {
            // Which points a subquery has is not known here, so resets must be found in buckets.
            case Expr.SubqueryExpr _ -> BUCKETS;
            case Expr.BinaryExpr b when isTrim(b.op()) -> BUCKETS;
            case Expr.Call call ->
                    switch (call.function().name()) {
                        case "histogram_count", "histogram_sum", "histogram_avg" -> COUNTS;
                        case "histogram_quantile", "histogram_quantiles", "histogram_fraction" ->
                                BUCKETS;
                        default -> this;
                    };
            default -> this;
        };
    }

    private static boolean isTrim(BinaryOp op) {
        return op == BinaryOp.TRIM_UPPER || op == BinaryOp.TRIM_LOWER;
    }
}
