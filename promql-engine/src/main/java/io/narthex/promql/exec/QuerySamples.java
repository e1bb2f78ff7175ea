package io.narthex.promql.exec;

import io.narthex.promql.QueryStats;

import org.jspecify.annotations.Nullable;

/// The samples that a whole query looks at, put together from its tiles.
///
/// Thread safety: safe for concurrent calls.
public final class QuerySamples {
    private final QueryContext context;

    /// Guarded by this, as the rest.
    private long queryable;

    private long read;

    /// By step; null where nobody asks.
    private final long @Nullable [] queryableAt;

    private final long @Nullable [] readAt;

    /// Nothing so far.
    ///
    /// @param perStep whether each step is counted on its own
    public QuerySamples(QueryContext context, boolean perStep) {
        this.context = context;
        int steps = perStep ? steps(context) : 0;
        if (perStep) {
            context.budget().charge(StepSamples.bytes(steps));
        }
        this.queryableAt = perStep ? new long[steps] : null;
        this.readAt = perStep ? new long[steps] : null;
    }

    private static int steps(QueryContext context) {
        return context.step() == 0
                ? 1
                : Math.toIntExact((context.end() - context.start()) / context.step() + 1);
    }

    /// Where the samples of a tile are to be counted.
    StepSamples begin(StepTile tile) {
        return new StepSamples(tile.count(), tile.index() == 0, queryableAt != null);
    }

    /// Adds the samples of a tile that has ended.
    synchronized void add(StepTile tile, StepSamples counted) {
        queryable += counted.queryable();
        read += counted.read();
        if (queryableAt != null && readAt != null) {
            int first = (int) ((tile.start() - context.start()) / Math.max(1, context.step()));
            for (int k = 0; k < tile.count(); k++) {
                queryableAt[first + k] += counted.queryableAt(k);
                readAt[first + k] += counted.readAt(k);
            }
        }
    }

    /// Samples looked at, once for each step.
    public synchronized long queryable() {
        return queryable;
    }

    /// Samples looked at, once for neighbouring steps.
    public synchronized long read() {
        return read;
    }

    /// Both by step; null where nobody asks.
    public synchronized QueryStats.@Nullable PerStep perStep() {
        return queryableAt == null || readAt == null
                ? null
                : new QueryStats.PerStep(
                        context.start(), context.step(), queryableAt.clone(), readAt.clone());
    }
}
