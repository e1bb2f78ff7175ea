package io.narthex.promql.aggregate;

import io.narthex.promql.parser.AggregateOp;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// Which aggregations fold, and with what.
///
/// Thread safety: stateless.
public final class Folds {
    private Folds() {}

    /// Makes accumulators for an operator; null where it must see a group's series together.
    public static @Nullable Supplier<Fold> of(AggregateOp op) {
        return switch (op) {
            case SUM -> SumFold::new;
            case AVG -> AverageFold::new;
            case COUNT -> () -> new CountFold(false);
            case GROUP -> () -> new CountFold(true);
            case MIN -> () -> new ExtremeFold(false);
            case MAX -> () -> new ExtremeFold(true);
            case STDDEV -> () -> new VarianceFold(true);
            case STDVAR -> () -> new VarianceFold(false);
            case TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO -> null;
        };
    }
}
