package io.narthex.promql.exec;

import io.narthex.promql.function.Columns;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.PositionRange;

import java.util.Arrays;

/// Applies a binary operator to two columns, at the steps where both have a value.
///
/// Thread safety: immutable.
///
/// @param filters whether a comparison keeps or loses its left value, instead of giving 0 or 1
/// @param swapped whether the "many" side is the right one
/// @param position of the operation in the query text
record JoinKernel(BinaryOp op, boolean filters, boolean swapped, PositionRange position) {
    /// Sets `out` to the result.
    ///
    /// @param matched is set to the steps at which both have a value that the operator can be
    ///     applied to
    /// @return whether both have a value at any step
    boolean combine(
            StepColumn many, StepColumn one, StepColumn out, long[] matched, LastNotes notes) {
        out.reset(many.steps());
        long any = 0;
        for (int w = 0; w < out.words(); w++) {
            long both = many.present()[w] & one.present()[w];
            out.present()[w] = both;
            any |= both;
            matched[w] = both;
        }
        if (any == 0) {
            return false;
        }
        if (many.histograms() != null || one.histograms() != null || isTrim()) {
            mixed(swapped ? one : many, swapped ? many : one, out, matched, notes);
            return true;
        }
        double[] left = swapped ? one.values() : many.values();
        double[] right = swapped ? many.values() : one.values();
        if (op.isComparison()) {
            compare(left, right, out);
        } else {
            Columns.apply(op, left, right, out.values(), out.present(), out.steps());
        }
        return true;
    }

    private boolean isTrim() {
        return op == BinaryOp.TRIM_UPPER || op == BinaryOp.TRIM_LOWER;
    }

    private void mixed(
            StepColumn left, StepColumn right, StepColumn out, long[] matched, LastNotes notes) {
        MixedArithmetic arithmetic = new MixedArithmetic(op, filters, false);
        for (int k = out.nextPresent(0); k >= 0; k = out.nextPresent(k + 1)) {
            MixedArithmetic.Sample a = MixedArithmetic.Sample.at(left, k);
            MixedArithmetic.Sample b = MixedArithmetic.Sample.at(right, k);
            if (!arithmetic.apply(a, b, out, k, notes.at(k))) {
                matched[k >>> 6] &= ~(1L << k);
            }
        }
    }

    private void compare(double[] left, double[] right, StepColumn out) {
        long[] holds = new long[out.words()];
        Columns.compare(op, left, right, holds, out.steps());
        if (filters) {
            System.arraycopy(left, 0, out.values(), 0, out.steps());
            for (int w = 0; w < holds.length; w++) {
                out.present()[w] &= holds[w];
            }
            return;
        }
        Arrays.fill(out.values(), 0, out.steps(), 0);
        for (int w = 0; w < holds.length; w++) {
            for (long rest = holds[w]; rest != 0; rest &= rest - 1) {
                out.values()[(w << 6) + Long.numberOfTrailingZeros(rest)] = 1;
            }
        }
    }
}
