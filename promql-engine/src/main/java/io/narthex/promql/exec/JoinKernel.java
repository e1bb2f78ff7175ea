package io.narthex.promql.exec;

import io.narthex.promql.function.Columns;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.PositionRange;

import org.jspecify.annotations.Nullable;

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
    /// @param matched where the steps are added at which both have a value and the two can be
    ///     combined; null if nobody asks
    /// @return whether both have a value at any step
    boolean combine(
            StepColumn many,
            StepColumn one,
            StepColumn out,
            long @Nullable [] matched,
            Worker worker) {
        out.reset(many.steps());
        long any = 0;
        for (int w = 0; w < out.words(); w++) {
            long both = many.present()[w] & one.present()[w];
            out.present()[w] = both;
            any |= both;
        }
        if (any == 0) {
            return false;
        }
        if (many.histograms() != null || one.histograms() != null || isTrim()) {
            mixed(swapped ? one : many, swapped ? many : one, out, matched, worker);
            return true;
        }
        for (int w = 0; matched != null && w < out.words(); w++) {
            matched[w] |= out.present()[w];
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
            StepColumn left,
            StepColumn right,
            StepColumn out,
            long @Nullable [] matched,
            Worker worker) {
        MixedArithmetic arithmetic = new MixedArithmetic(op, filters, false);
        HistogramNotes notes = new HistogramNotes(worker.annotations(), position);
        for (int k = out.nextPresent(0); k >= 0; k = out.nextPresent(k + 1)) {
            MixedArithmetic.Sample a = MixedArithmetic.Sample.at(left, k);
            boolean fits = arithmetic.apply(a, MixedArithmetic.Sample.at(right, k), out, k, notes);
            if (fits && matched != null) {
                matched[k >>> 6] |= 1L << k;
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
