package io.narthex.promql.function;

import io.narthex.promql.parser.BinaryOp;

/// Binary operators on two columns of numbers: one loop per operator, which the compiler turns
/// into vector instructions where the machine has them.
///
/// Results equal those of [Arithmetic] at every step.
///
/// Thread safety: stateless.
public final class Columns {
    private Columns() {}

    /// Applies an arithmetic operator.
    ///
    /// @param out may be one of the inputs; places without a bit in `present` may get anything
    /// @param n number of steps
    public static void apply(
            BinaryOp op, double[] a, double[] b, double[] out, long[] present, int n) {
        switch (op) {
            case ADD -> {
                for (int k = 0; k < n; k++) {
                    out[k] = a[k] + b[k];
                }
            }
            case SUB -> {
                for (int k = 0; k < n; k++) {
                    out[k] = a[k] - b[k];
                }
            }
            case MUL -> {
                for (int k = 0; k < n; k++) {
                    out[k] = a[k] * b[k];
                }
            }
            case DIV -> {
                for (int k = 0; k < n; k++) {
                    out[k] = a[k] / b[k];
                }
            }
            case MOD, POW, ATAN2 -> costly(op, a, b, out, present, n);
            case EQL, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: " + op + " is no arithmetic");
        }
    }

    /// What takes long enough to look at the bits first.
    private static void costly(
            BinaryOp op, double[] a, double[] b, double[] out, long[] present, int n) {
        for (int w = 0; w << 6 < n; w++) {
            for (long rest = present[w]; rest != 0; rest &= rest - 1) {
                int k = (w << 6) + Long.numberOfTrailingZeros(rest);
                out[k] = Arithmetic.apply(op, a[k], b[k]);
            }
        }
    }

    /// Compares: bit k of `holds` tells whether `a[k] op b[k]`, for all n steps; later bits are 0.
    public static void compare(BinaryOp op, double[] a, double[] b, long[] holds, int n) {
        switch (op) {
            case EQL -> equal(a, b, holds, n);
            case NEQ -> {
                equal(a, b, holds, n);
                complement(holds, n);
            }
            case GTR -> greater(a, b, holds, n);
            case LSS -> greater(b, a, holds, n);
            case GTE -> greaterOrEqual(a, b, holds, n);
            case LTE -> greaterOrEqual(b, a, holds, n);
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: " + op + " is no comparison");
        }
    }

    private static void equal(double[] a, double[] b, long[] holds, int n) {
        for (int from = 0; from < n; from += 64) {
            long word = 0;
            for (int k = Math.min(n, from + 64) - 1; k >= from; k--) {
                word = word << 1 | (a[k] == b[k] ? 1 : 0);
            }
            holds[from >>> 6] = word;
        }
    }

    private static void greater(double[] a, double[] b, long[] holds, int n) {
        for (int from = 0; from < n; from += 64) {
            long word = 0;
            for (int k = Math.min(n, from + 64) - 1; k >= from; k--) {
                word = word << 1 | (a[k] > b[k] ? 1 : 0);
            }
            holds[from >>> 6] = word;
        }
    }

    private static void greaterOrEqual(double[] a, double[] b, long[] holds, int n) {
        for (int from = 0; from < n; from += 64) {
            long word = 0;
            for (int k = Math.min(n, from + 64) - 1; k >= from; k--) {
                word = word << 1 | (a[k] >= b[k] ? 1 : 0);
            }
            holds[from >>> 6] = word;
        }
    }

    private static void complement(long[] holds, int n) {
        int whole = n >>> 6;
        for (int w = 0; w < whole; w++) {
            holds[w] = ~holds[w];
        }
        if ((n & 63) != 0) {
            holds[whole] = ~holds[whole] & (1L << n) - 1;
        }
    }
}
