package io.narthex.promql.parser;

import org.jspecify.annotations.Nullable;

/// When a selector or subquery looks: `offset`, `@`, and the experimental range extension.
///
/// @param offset null where there is none
/// @param at null where the evaluation time holds
public record TimeShift(@Nullable DurationExpr offset, @Nullable At at, Extension extension) {
    /// No `offset`, no `@`, no extension.
    public static final TimeShift NONE = new TimeShift(null, null, Extension.NONE);

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
