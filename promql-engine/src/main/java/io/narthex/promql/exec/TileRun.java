package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.IntFunction;

/// Evaluates an operator over all tiles, on as many threads as are free for it.
///
/// Tiles are taken in ascending order. When one fails, no further tile starts, and those before it
/// run to their end: so the failure that is reported is that of the earliest failing tile, for any
/// number of threads. After each tile a worker queues up again, so that a long query does not keep
/// short ones waiting.
///
/// Thread safety: [#run] is for the query's own thread.
public final class TileRun {
    private final Operator root;
    private final List<StepTile> tiles;
    private final IntFunction<RowSink> sinks;
    private final QueryContext context;
    private final WorkGroup group;
    private final QuerySamples samples;
    private final Object lock = new Object();

    /// Guarded by `lock`: the next tile to take; the earliest tile that failed, and how.
    private int next;

    private int failedTile = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    /// @param sinks where the rows of a tile go, by tile
    /// @param samples counts what is looked at
    public TileRun(
            Operator root,
            List<StepTile> tiles,
            IntFunction<RowSink> sinks,
            QuerySamples samples,
            QueryContext context,
            WorkGroup group) {
        this.root = root;
        this.tiles = tiles;
        this.sinks = sinks;
        this.samples = samples;
        this.context = context;
        this.group = group;
    }

    /// Runs all tiles and waits.
    ///
    /// @throws QueryException for everything that goes wrong
    public void run() {
        int count = Math.min(context.options().threads(), tiles.size());
        for (int i = 0; i < count; i++) {
            Worker worker = new Worker(context);
            group.submit(() -> step(worker));
        }
        group.await(Worker.PHASE);
        synchronized (lock) {
            if (failure != null) {
                throw Failures.asUnchecked(failure);
            }
        }
    }

    private void step(Worker worker) {
        int tile = take();
        if (tile < 0) {
            return;
        }
        try {
            worker.checkpoint();
            StepSamples counted = worker.samples().begin(samples.begin(tiles.get(tile)));
            root.evaluate(tiles.get(tile), worker, sinks.apply(tile));
            samples.add(tiles.get(tile), counted);
        } catch (RuntimeException | Error e) {
            failed(tile, e);
            return;
        }
        group.submit(() -> step(worker));
    }

    private int take() {
        synchronized (lock) {
            return failure != null || next == tiles.size() ? -1 : next++;
        }
    }

    private void failed(int tile, Throwable e) {
        synchronized (lock) {
            if (tile < failedTile) {
                failedTile = tile;
                failure = e;
            }
        }
    }
}
