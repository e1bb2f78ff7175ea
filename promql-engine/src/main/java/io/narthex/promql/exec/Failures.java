package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

/// What a failure on a worker thread means to the caller.
///
/// Thread safety: stateless.
public final class Failures {
    private Failures() {}

    /// The failure as something to throw: running out of memory or stack is the query's fault,
    /// everything else is passed on.
    public static RuntimeException asUnchecked(Throwable failure) {
        return switch (failure) {
            case OutOfMemoryError _ ->
                    new QueryException.TooManySamples("query needs more memory than there is");
            case StackOverflowError _ ->
                    new QueryException.Execution("query is nested too deeply to be evaluated");
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("BUG: unexpected failure", failure);
        };
    }
}
