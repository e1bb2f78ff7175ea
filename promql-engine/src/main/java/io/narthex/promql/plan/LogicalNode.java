package io.narthex.promql.plan;

import io.narthex.model.LabelMatcher;
import io.narthex.promql.parser.AggregateOp;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.FunctionSignature;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift.Extension;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.parser.VectorMatching;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A node of the plan: what is to be computed, with every duration and time resolved to
/// milliseconds and no parentheses.
///
/// Thread safety: immutable.
public sealed interface LogicalNode {
    /// Where the expression stands in the query text, for annotations.
    PositionRange position();

    /// The type of the value.
    ValueType type();

    /// The inputs, in evaluation order.
    List<LogicalNode> children();

    /// A node of one input, whose type it has, and whose position where it has none of its own.
    sealed interface Wrapper extends LogicalNode {
        /// The input.
        LogicalNode input();

        @Override
        default PositionRange position() {
            return input().position();
        }

        @Override
        default ValueType type() {
            return input().type();
        }

        @Override
        default List<LogicalNode> children() {
            return List.of(input());
        }
    }

    /// A number.
    record Literal(double value, PositionRange position) implements LogicalNode {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }

        @Override
        public List<LogicalNode> children() {
            return List.of();
        }
    }

    /// A string; only an argument or a whole query.
    record Text(String value, PositionRange position) implements LogicalNode {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }

        @Override
        public List<LogicalNode> children() {
            return List.of();
        }
    }

    /// An instant selector.
    ///
    /// @param offset milliseconds subtracted from the reference time
    /// @param at fixed reference time in epoch milliseconds; null where the step's time holds
    /// @param countsOnly whether native histograms are asked for counts and sums only; what they
    ///     say about counter resets is then completed from sample to sample, as Prometheus does
    /// @param narrowing what an optimizer found out about the series that matter
    record Selector(
            List<LabelMatcher> matchers,
            long offset,
            @Nullable Long at,
            Extension extension,
            boolean countsOnly,
            Narrowing narrowing,
            PositionRange position)
            implements LogicalNode {
        /// A selector of all that its conditions find.
        public Selector(
                List<LabelMatcher> matchers,
                long offset,
                @Nullable Long at,
                Extension extension,
                boolean countsOnly,
                PositionRange position) {
            this(matchers, offset, at, extension, countsOnly, Narrowing.NONE, position);
        }

        /// The same with other conditions.
        Selector matching(List<LabelMatcher> other) {
            return new Selector(other, offset, at, extension, countsOnly, narrowing, position);
        }

        /// The same, narrowed.
        Selector narrowed(Narrowing other) {
            return new Selector(matchers, offset, at, extension, countsOnly, other, position);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }

        @Override
        public List<LogicalNode> children() {
            return List.of();
        }
    }

    /// A range selector.
    ///
    /// @param range milliseconds, positive
    record RangeSelector(Selector selector, long range, PositionRange position)
            implements LogicalNode {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        @Override
        public List<LogicalNode> children() {
            return List.of();
        }
    }

    /// A subquery: its input on an own grid of absolute multiples of `step`.
    ///
    /// @param range milliseconds, positive
    /// @param step milliseconds, positive
    /// @param offset milliseconds subtracted from the reference time
    /// @param at fixed reference time; null where the step's time holds
    record Subquery(
            LogicalNode input,
            long range,
            long step,
            long offset,
            @Nullable Long at,
            PositionRange position)
            implements LogicalNode {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        @Override
        public List<LogicalNode> children() {
            return List.of(input);
        }
    }

    /// Unary plus of a selector: the same values, but no longer a selector, which `timestamp` and
    /// `absent` treat in their own way. Elsewhere unary plus means nothing and is no node.
    record Plus(LogicalNode input, PositionRange position) implements Wrapper {}

    /// Unary minus.
    record Negate(LogicalNode input, PositionRange position) implements Wrapper {}

    /// A binary operation.
    ///
    /// @param matching null where at least one side is a scalar
    record Binary(
            BinaryOp op,
            LogicalNode lhs,
            LogicalNode rhs,
            @Nullable VectorMatching matching,
            boolean returnBool,
            PositionRange position)
            implements LogicalNode {
        @Override
        public ValueType type() {
            return lhs.type() == ValueType.SCALAR && rhs.type() == ValueType.SCALAR
                    ? ValueType.SCALAR
                    : ValueType.VECTOR;
        }

        @Override
        public List<LogicalNode> children() {
            return List.of(lhs, rhs);
        }
    }

    /// An aggregation.
    ///
    /// @param param a scalar, or a [Text] for `count_values`; null where the operator takes none
    /// @param grouping label names, sorted and without repetition
    record Aggregate(
            AggregateOp op,
            LogicalNode input,
            @Nullable LogicalNode param,
            List<String> grouping,
            boolean without,
            PositionRange position)
            implements LogicalNode {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }

        @Override
        public List<LogicalNode> children() {
            return param == null ? List.of(input) : List.of(param, input);
        }
    }

    /// A function call.
    record Call(FunctionSignature function, List<LogicalNode> args, PositionRange position)
            implements LogicalNode {
        /// The function's name.
        public String name() {
            return function.name();
        }

        @Override
        public ValueType type() {
            return function.result();
        }

        @Override
        public List<LogicalNode> children() {
            return args;
        }
    }

    /// A subtree that occurs several times, with the same times: evaluated once a tile.
    ///
    /// @param number the same for all its occurrences
    record Shared(int number, LogicalNode input) implements Wrapper {}

    /// A range selector that several functions read, with the same times: its samples are read once
    /// a tile.
    ///
    /// @param number the same for all its occurrences
    record SharedRange(int number, RangeSelector input) implements Wrapper {}

    /// The input, of whose labels only some matter to what is above it. Its values are the same,
    /// and so are the labels that matter; whether others are there is open.
    record Projection(LogicalNode input, LabelNeed need) implements Wrapper {}

    /// A subtree whose value is the same at every step. It is evaluated as a query of one step,
    /// which some annotations ask for.
    ///
    /// @param once whether its one value is copied, instead of found again at every step
    record StepInvariant(LogicalNode input, boolean once) implements Wrapper {}
}
