package io.narthex.promql.plan;

import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.parser.VectorMatching.Cardinality;

/// What is known of the rows on one side of a binary operator is asked of the other side too: in
/// `a{job="x"} / b` only series of `b` with `job="x"` can find a match, so no others are read.
///
/// Conditions pass only
/// - on labels that matching rows have in common: those of `on`, or those not of `ignoring`;
/// - to both sides of arithmetic, comparisons and `and`, to the right side of `unless`, and to no
///   side of `or` and of anything with `fill`;
/// - where no two rows of the "one" side can be in one match group: else rows that are left out
///   might have been duplicates, which are an error even where they match nothing.
///
/// How far a condition gets down on the other side, see [NarrowRows]. An absent label is the empty
/// value here as everywhere, so `a{x=""}` asks `b` for series without `x`. When a selector looks
/// (`offset`, `@`) makes no difference.
///
/// Thread safety: stateless.
final class PropagateMatchers implements Optimizer {
    @Override
    public String name() {
        return "propagate-matchers";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        return new Propagation().optimize(node);
    }

    /// The rewriting of one plan.
    private static final class Propagation {
        private final RowLabels labels = new RowLabels();
        private final NarrowRows narrow = new NarrowRows(labels);

        LogicalNode optimize(LogicalNode node) {
            LogicalNode inner = Rewrites.children(node, this::optimize);
            return inner instanceof LogicalNode.Binary b && b.matching() != null
                    ? propagated(b, b.matching())
                    : inner;
        }

        private LogicalNode propagated(LogicalNode.Binary b, VectorMatching matching) {
            KnownLabels lhs = labels.of(b.lhs());
            KnownLabels rhs = labels.of(b.rhs());
            boolean toLeft =
                    switch (b.op()) {
                        case OR, UNLESS -> false;
                        case AND -> true;
                        default -> isSure(matching, lhs, rhs);
                    };
            boolean toRight = toLeft || b.op() == BinaryOp.UNLESS;
            return Rewrites.sides(
                    b,
                    toLeft ? narrow.of(b.lhs(), rhs.on(matching)) : b.lhs(),
                    toRight ? narrow.of(b.rhs(), lhs.on(matching)) : b.rhs());
        }

        private static boolean isSure(VectorMatching matching, KnownLabels lhs, KnownLabels rhs) {
            boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
            boolean fills = matching.fillLeft() != null || matching.fillRight() != null;
            return !fills && (swapped ? lhs : rhs).areUniqueIn(matching);
        }
    }
}
