package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.HistogramSum;
import io.narthex.model.histogram.HistogramTrim;
import io.narthex.promql.function.Arithmetic;
import io.narthex.promql.parser.BinaryOp;

import org.jspecify.annotations.Nullable;

/// A binary operator on two samples of any types: what floats do with floats is [Arithmetic]; here
/// is what native histograms do with floats and with each other, which is not much.
///
/// @param filters whether a comparison keeps or loses a value, instead of giving 0 or 1
/// @param keepsRight whether the value that a comparison keeps is the right one
record MixedArithmetic(BinaryOp op, boolean filters, boolean keepsRight) {
    /// A float, or a histogram.
    record Sample(double value, @Nullable FloatHistogram histogram) {
        static Sample at(StepColumn column, int k) {
            var histograms = column.histograms();
            return new Sample(column.values()[k], histograms == null ? null : histograms[k]);
        }

        private String type() {
            return histogram == null ? "float" : "histogram";
        }
    }

    /// Sets or unsets a step's value.
    ///
    /// @return whether the operator could be applied
    boolean apply(Sample left, Sample right, StepColumn out, int k, BinaryNotes notes) {
        if (op.isComparison()) {
            return compare(left, right, out, k, notes);
        }
        FloatHistogram a = left.histogram;
        FloatHistogram b = right.histogram;
        if (a == null && b == null && !isTrim()) {
            out.set(k, Arithmetic.apply(op, left.value, right.value));
            return true;
        }
        FloatHistogram result =
                a != null && b != null
                        ? ofHistograms(a, b, notes)
                        : a != null ? withFloat(a, right.value) : fromLeft(left.value, b);
        if (result != null) {
            out.set(k, result);
            return true;
        }
        out.unset(k);
        if (a == null || b == null || !(op == BinaryOp.ADD || op == BinaryOp.SUB)) {
            notes.incompatible(left.type(), op.symbol(), right.type());
        }
        return false;
    }

    private boolean isTrim() {
        return op == BinaryOp.TRIM_UPPER || op == BinaryOp.TRIM_LOWER;
    }

    private @Nullable FloatHistogram withFloat(FloatHistogram a, double b) {
        return switch (op) {
            case MUL -> a.multiply(b).compact();
            case DIV -> a.divide(b).compact();
            case TRIM_UPPER -> HistogramTrim.below(a, b);
            case TRIM_LOWER -> HistogramTrim.above(a, b);
            case ADD, SUB, MOD, POW, ATAN2, EQL, NEQ, LTE, LSS, GTE, GTR, AND, OR, UNLESS -> null;
        };
    }

    private @Nullable FloatHistogram fromLeft(double a, @Nullable FloatHistogram b) {
        return op == BinaryOp.MUL && b != null ? b.multiply(a).compact() : null;
    }

    /// Null also where the layouts do not fit each other or one side is a counter that was reset
    /// and the other one that was not, which is noted.
    private @Nullable FloatHistogram ofHistograms(
            FloatHistogram a, FloatHistogram b, BinaryNotes notes) {
        boolean adds = op == BinaryOp.ADD;
        if (!adds && op != BinaryOp.SUB) {
            return null;
        }
        HistogramSum sum = new HistogramSum(a);
        if (!(adds ? sum.add(b) : sum.subtract(b))) {
            notes.mixedSchemasOf(op.symbol());
            return null;
        }
        String operation = adds ? "addition" : "subtraction";
        if (sum.hintsCollided()) {
            notes.resetsCollide(operation);
            return null;
        }
        if (sum.pollBoundsReconciled()) {
            notes.boundsReconciled(operation);
        }
        FloatHistogram result = sum.toHistogram().compact();
        return adds ? result : result.withHint(ResetHint.GAUGE);
    }

    private boolean compare(Sample left, Sample right, StepColumn out, int k, BinaryNotes notes) {
        if (!isComparable(left, right)) {
            notes.incompatible(left.type(), op.symbol(), right.type());
            out.unset(k);
            return false;
        }
        boolean holds = holds(left, right);
        if (!filters) {
            out.set(k, holds ? 1 : 0);
            return true;
        }
        if (!holds) {
            out.unset(k);
            return true;
        }
        Sample kept = keepsRight ? right : left;
        if (kept.histogram == null) {
            out.set(k, kept.value);
        } else {
            out.set(k, kept.histogram);
        }
        return true;
    }

    private boolean isComparable(Sample left, Sample right) {
        if (left.histogram == null || right.histogram == null) {
            return left.histogram == null && right.histogram == null;
        }
        return op == BinaryOp.EQL || op == BinaryOp.NEQ;
    }

    private boolean holds(Sample left, Sample right) {
        FloatHistogram a = left.histogram;
        FloatHistogram b = right.histogram;
        return a != null && b != null
                ? a.hasSameData(b) == (op == BinaryOp.EQL)
                : Arithmetic.compare(op, left.value, right.value);
    }
}
