package io.narthex.promql.function;

import io.narthex.promql.parser.BinaryOp;

/// Binary operators on whole columns: one loop per operator, simple enough to be vectorised.
/// Places where either side has no value hold anything; results there mean nothing.
///
/// Thread safety: stateless.
public final class ColumnArithmetic {
    private ColumnArithmetic() {}

    /// Writes `a op b` of the first `n` places to `out`, which may be `a` or `b`.
    public static void apply(BinaryOp op, double[] a, double[] b, double[] out, int n) {
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
            case MOD, POW, ATAN2 -> {
                for (int k = 0; k < n; k++) {
                    out[k] = Arithmetic.apply(op, a[k], b[k]);
                }
            }
            case EQL, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: " + op + " is no arithmetic");
        }
    }
}
