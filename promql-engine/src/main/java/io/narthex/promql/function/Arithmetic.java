package io.narthex.promql.function;

import io.narthex.promql.parser.BinaryOp;

/// Binary operators on two numbers, with the special cases of Go's `math` package.
///
/// Thread safety: stateless.
public final class Arithmetic {
    private Arithmetic() {}

    /// The value of an arithmetic operator.
    public static double apply(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> a % b;
            case POW -> pow(a, b);
            case ATAN2 -> Math.atan2(a, b);
            case EQL, NEQ, LTE, LSS, GTE, GTR, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: " + op + " is no arithmetic");
        };
    }

    /// Whether a comparison holds.
    public static boolean compare(BinaryOp op, double a, double b) {
        return switch (op) {
            case EQL -> a == b;
            case NEQ -> a != b;
            case LTE -> a <= b;
            case LSS -> a < b;
            case GTE -> a >= b;
            case GTR -> a > b;
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: " + op + " is no comparison");
        };
    }

    /// Java gives NaN where C and Go give 1: for any power of 1, and for infinite powers of -1.
    private static double pow(double a, double b) {
        if (a == 1 || (a == -1 && Double.isInfinite(b))) {
            return 1;
        }
        return Math.pow(a, b);
    }
}
