package io.narthex.promql.parser;

import io.narthex.model.LabelMatcher;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A PromQL expression: syntax, positions and static types, nothing else.
///
/// Every consumer is an exhaustive `switch` over these records.
///
/// Thread safety: immutable.
public sealed interface Expr {
    /// Where it stands in the query text.
    PositionRange position();

    /// The static type of its value.
    ValueType type();

    /// A number, `Inf`, `NaN`, or a duration literal, whose value is its seconds.
    ///
    /// @param asDuration whether it was written with units
    record NumberLiteral(double value, boolean asDuration, PositionRange position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    /// A string, unquoted and unescaped.
    record StringLiteral(String value, PositionRange position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// Parentheses, kept for printing.
    record ParenExpr(Expr inner, PositionRange position) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }
    }

    /// Unary minus or plus.
    record UnaryExpr(boolean minus, Expr operand, PositionRange position) implements Expr {
        @Override
        public ValueType type() {
            return operand.type();
        }
    }

    /// A binary operation.
    ///
    /// @param matching null exactly where one side is a scalar
    /// @param returnBool whether `bool` makes a comparison give 0 or 1 instead of filtering
    record BinaryExpr(
            BinaryOp op,
            Expr lhs,
            Expr rhs,
            @Nullable VectorMatching matching,
            boolean returnBool,
            PositionRange position)
            implements Expr {
        @Override
        public ValueType type() {
            return lhs.type() == ValueType.SCALAR && rhs.type() == ValueType.SCALAR
                    ? ValueType.SCALAR
                    : ValueType.VECTOR;
        }
    }

    /// An aggregation.
    ///
    /// @param param the parameter of `topk`, `quantile` and the like; null for the others
    /// @param grouping the labels of `by` or `without`, as written
    /// @param without whether `grouping` names the labels to leave out; `sum(x)` is `sum by () (x)`
    record AggregateExpr(
            AggregateOp op,
            Expr expr,
            @Nullable Expr param,
            List<String> grouping,
            boolean without,
            PositionRange position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// A function call.
    record Call(FunctionSignature function, List<Expr> args, PositionRange position)
            implements Expr {
        @Override
        public ValueType type() {
            return function.result();
        }
    }

    /// An instant selector.
    ///
    /// @param name the metric's name, in front of the braces or quoted within; null where there is
    ///     none
    /// @param matchers all conditions, the one on `__name__` included
    record VectorSelector(
            @Nullable String name,
            List<LabelMatcher> matchers,
            TimeShift shift,
            PositionRange position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// A range selector; its time shift is the inner selector's.
    record MatrixSelector(VectorSelector selector, DurationExpr range, PositionRange position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// A subquery.
    ///
    /// @param step null for the default evaluation interval
    record SubqueryExpr(
            Expr expr,
            DurationExpr range,
            @Nullable DurationExpr step,
            TimeShift shift,
            PositionRange position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// `start()`, `end()`, `range()` or `step()` as a scalar expression (experimental): seconds.
    record QueryParameter(Parameter parameter, PositionRange position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }

        /// Which of the query's parameters.
        public enum Parameter {
            START,
            END,
            RANGE,
            STEP
        }
    }
}
