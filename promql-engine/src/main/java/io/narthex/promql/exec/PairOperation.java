package io.narthex.promql.exec;

import io.narthex.promql.function.Arithmetic;
import io.narthex.promql.function.ColumnArithmetic;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.plan.LogicalNode;

/// What a binary operator makes of two samples.
///
/// @param returnBool whether a comparison gives 0 or 1 instead of filtering
/// @param swapped whether the "many" side is the right one
///
/// Thread safety: immutable.
record PairOperation(BinaryOp op, boolean returnBool, boolean swapped) {
    static PairOperation of(LogicalNode.Binary node, boolean swapped) {
        return new PairOperation(node.op(), node.returnBool(), swapped);
    }

    /// Whether the result is no longer the metric's own.
    boolean dropsName() {
        return !op.isComparison() || returnBool;
    }

    /// Writes the results for a whole column to `out`, which holds the steps at which both have a
    /// value.
    void apply(StepColumn many, StepColumn one, StepColumn out) {
        double[] a = swapped ? one.values() : many.values();
        double[] b = swapped ? many.values() : one.values();
        if (!op.isComparison()) {
            ColumnArithmetic.apply(op, a, b, out.values(), out.steps());
            return;
        }
        for (int k = out.nextPresent(0); k >= 0; k = out.nextPresent(k + 1)) {
            compare(a[k], b[k], k, out);
        }
    }

    /// Writes the result of two samples to a step of `out`.
    void apply(double many, double one, int k, StepColumn out) {
        double a = swapped ? one : many;
        double b = swapped ? many : one;
        if (op.isComparison()) {
            compare(a, b, k, out);
        } else {
            out.set(k, Arithmetic.apply(op, a, b));
        }
    }

    private void compare(double a, double b, int k, StepColumn out) {
        boolean holds = Arithmetic.compare(op, a, b);
        if (returnBool) {
            out.set(k, holds ? 1 : 0);
        } else if (holds) {
            out.set(k, a);
        } else {
            out.unset(k);
        }
    }
}
