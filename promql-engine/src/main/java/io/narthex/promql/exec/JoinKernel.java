package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryException;
import io.narthex.promql.function.Columns;
import io.narthex.promql.parser.BinaryOp;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Applies a binary operator to two columns, at the steps where both have a value.
///
/// Thread safety: immutable.
///
/// @param filters whether a comparison keeps or loses its left value, instead of giving 0 or 1
/// @param swapped whether the "many" side is the right one
record JoinKernel(BinaryOp op, boolean filters, boolean swapped) {
    /// Sets `out` to the result.
    ///
    /// @param matched where the steps at which both have a value are added; null if nobody asks
    /// @return whether both have a value at any step
    /// @throws QueryException.Execution if a histogram is among the values
    boolean combine(StepColumn many, StepColumn one, StepColumn out, long @Nullable [] matched) {
        out.reset(many.steps());
        long any = 0;
        for (int w = 0; w < out.words(); w++) {
            long both = many.present()[w] & one.present()[w];
            out.present()[w] = both;
            any |= both;
            if (matched != null) {
                matched[w] |= both;
            }
        }
        if (any == 0) {
            return false;
        }
        requireFloats(many.histograms(), out);
        requireFloats(one.histograms(), out);
        double[] left = swapped ? one.values() : many.values();
        double[] right = swapped ? many.values() : one.values();
        if (op.isComparison()) {
            compare(left, right, out);
        } else {
            Columns.apply(op, left, right, out.values(), out.present(), out.steps());
        }
        return true;
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

    private static void requireFloats(
            @Nullable FloatHistogram @Nullable [] histograms, StepColumn at) {
        if (histograms == null) {
            return;
        }
        for (int k = at.nextPresent(0); k >= 0; k = at.nextPresent(k + 1)) {
            if (histograms[k] != null) {
                throw new QueryException.Execution(
                        "native histograms in binary operations are not supported yet");
            }
        }
    }
}
