package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

/// How many samples Prometheus would have held at once for a query, computed from what each
/// operator gave in all.
///
/// Prometheus evaluates node by node over all steps: the inputs of a node are held whole while it
/// runs, its result is held until the node above has ended. Here tiles hold far less, but the limit
/// and the reported peak mean the same as there.
///
/// Thread safety: for one thread, after all tiles.
public final class SampleAccount {
    private final long limit;
    private final long steps;
    private long peak;

    private SampleAccount(long limit, long steps) {
        this.limit = limit;
        this.steps = steps;
    }

    /// The most samples held at once.
    ///
    /// @param steps of the query
    /// @throws QueryException.TooManySamples if they are more than `limit`
    public static long peak(Operator root, long steps, long limit) {
        SampleAccount account = new SampleAccount(limit, steps);
        account.evaluate(root, 0);
        return account.peak;
    }

    /// The error for more samples than the limit allows.
    static QueryException tooMany() {
        return new QueryException.TooManySamples(
                "query processing would load too many samples into memory in query execution");
    }

    /// @param held samples held before
    /// @return samples of the result
    private long evaluate(Operator operator, long held) {
        long inputs = 0;
        for (Operator child : operator.children()) {
            inputs += evaluate(child, held + inputs);
        }
        long result = steps;
        long extra = inputs / steps;
        if (operator instanceof CountedOperator counted) {
            result = counted.samples();
            if (counted.inner() instanceof WindowOperator window) {
                // The last series' window is held beside the results of those before it.
                extra = Math.max(0, window.largestWindow() - steps);
            }
        }
        hold(held + inputs + result + extra);
        return result;
    }

    private void hold(long samples) {
        if (samples > limit) {
            throw tooMany();
        }
        peak = Math.max(peak, samples);
    }
}
