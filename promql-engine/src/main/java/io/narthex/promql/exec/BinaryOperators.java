package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryException;
import io.narthex.promql.function.Arithmetic;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;
import io.narthex.promql.plan.LogicalNode;

import java.util.List;

/// Builds the operators of unary minus, and of binary operators.
///
/// A scalar is a vector of one row without labels, so that two scalars need nothing of their own.
final class BinaryOperators {
    private BinaryOperators() {}

    /// @param input the built operand
    static Operator negate(LogicalNode.Negate node, Operator input, QueryContext context) {
        boolean vector = node.type() == ValueType.VECTOR;
        return StepwiseOperator.ofRows(
                "Negate",
                input,
                new ScalarArguments(List.of()),
                vector,
                (column, _, _, _) -> negate(column),
                context);
    }

    private static void negate(StepColumn column) {
        var histograms = column.histograms();
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            FloatHistogram h = histograms == null ? null : histograms[k];
            if (h == null) {
                column.values()[k] = -column.values()[k];
            } else {
                column.set(k, h.multiply(-1));
            }
        }
    }

    /// @param lhs the built left side
    /// @param rhs the built right side
    static Operator binary(
            LogicalNode.Binary node, Operator lhs, Operator rhs, QueryContext context) {
        boolean leftVector = node.lhs().type() == ValueType.VECTOR;
        boolean rightVector = node.rhs().type() == ValueType.VECTOR;
        VectorMatching matching = node.matching();
        if (matching != null && node.op().isSetOperator()) {
            return new SetOperator(node.op(), MatchKeys.of(matching), lhs, rhs, context);
        }
        if (matching != null) {
            return join(node, matching, lhs, rhs, context);
        }
        if (!leftVector && !rightVector && isTrim(node.op())) {
            throw new QueryException.Execution(
                    "operator \"" + node.op().symbol() + "\" not allowed for Scalar operations");
        }
        boolean swapped = rightVector;
        boolean filters = node.op().isComparison() && !node.returnBool();
        return StepwiseOperator.ofRows(
                node.op().symbol() + (swapped ? " (vector on the right)" : ""),
                swapped ? rhs : lhs,
                new ScalarArguments(List.of(swapped ? lhs : rhs)),
                (leftVector || rightVector) && !filters && !isTrim(node.op()),
                kernel(node, swapped, filters),
                context);
    }

    private static StepwiseOperator.Kernel kernel(
            LogicalNode.Binary node, boolean swapped, boolean filters) {
        StepwiseOperator.Kernel floats = StepwiseOperator.each(change(node, swapped, filters));
        MixedArithmetic mixed = new MixedArithmetic(node.op(), filters, swapped);
        boolean trims = isTrim(node.op());
        return (column, scalars, tile, worker) -> {
            if (column.histograms() == null && !trims) {
                floats.apply(column, scalars, tile, worker);
                return;
            }
            HistogramNotes notes = new HistogramNotes(worker.annotations(), node.position());
            for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                MixedArithmetic.Sample vector = MixedArithmetic.Sample.at(column, k);
                MixedArithmetic.Sample scalar = new MixedArithmetic.Sample(scalars[0][k], null);
                mixed.apply(swapped ? scalar : vector, swapped ? vector : scalar, column, k, notes);
            }
        };
    }

    private static boolean isTrim(BinaryOp op) {
        return op == BinaryOp.TRIM_UPPER || op == BinaryOp.TRIM_LOWER;
    }

    private static Operator join(
            LogicalNode.Binary node,
            VectorMatching matching,
            Operator lhs,
            Operator rhs,
            QueryContext context) {
        boolean comparison = node.op().isComparison();
        boolean drops =
                !(comparison || isTrim(node.op()))
                        || (node.returnBool() && !context.delayedNameRemoval());
        boolean flags = node.returnBool() && context.delayedNameRemoval();
        boolean swapped = matching.cardinality() == VectorMatching.Cardinality.ONE_TO_MANY;
        return new JoinOperator(
                new JoinKernel(
                        node.op(), comparison && !node.returnBool(), swapped, node.position()),
                new JoinLabels(matching, drops, flags),
                lhs,
                rhs,
                context);
    }

    private static StepwiseOperator.Change change(
            LogicalNode.Binary node, boolean swapped, boolean filters) {
        BinaryOp op = node.op();
        if (!op.isComparison()) {
            return (column, k, scalar) -> {
                double v = column.values()[k];
                column.values()[k] =
                        swapped ? Arithmetic.apply(op, scalar, v) : Arithmetic.apply(op, v, scalar);
            };
        }
        return (column, k, scalar) -> {
            double v = column.values()[k];
            boolean holds =
                    swapped ? Arithmetic.compare(op, scalar, v) : Arithmetic.compare(op, v, scalar);
            if (!filters) {
                column.values()[k] = holds ? 1 : 0;
            } else if (!holds) {
                column.unset(k);
            }
        };
    }
}
