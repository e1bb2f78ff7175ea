package io.narthex.promql.parser;

import org.jspecify.annotations.Nullable;

/// When a selector or subquery looks: `offset`, `@`, and the experimental range extension.
///
/// @param offset null where there is none
/// @param at null where the evaluation time holds
public record TimeShift(@Nullable DurationExpr offset, @Nullable At at, Extension extension) {
    /// No `offset`, no `@`, no extension.
    public static final TimeShift NONE = new TimeShift(null, null, Extension.NONE);

    /// The same with another extension.
    TimeShift with(Extension other) {
        return new TimeShift(offset, at, other);
    }

    /// Whether there is an offset. A literal zero is none, so that another may follow.
    boolean isShifted() {
        return offset != null
                && !(offset instanceof DurationExpr.Literal(double seconds, _, _) && seconds == 0);
    }

    /// The fixed time that `@` names; an offset is applied relative to it.
    public sealed interface At {
        /// `@ 1609746000.000`, in epoch milliseconds.
        record Timestamp(long millis) implements At {}

        /// `@ start()`: the first step of the query.
        record Start() implements At {}

        /// `@ end()`: the last step of the query.
        record End() implements At {}
    }

    /// How a range treats its borders.
    public enum Extension {
        NONE,
        ANCHORED,
        SMOOTHED
    }
}
