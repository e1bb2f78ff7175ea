package io.narthex.promql.window;

import io.narthex.model.TimeKey;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The plans of one selector for the tile that a worker is at, least recently used first out.
///
/// In label order the next series is often another target's, so plans are found by key and not
/// only by comparing with the neighbour. A key is compared whole; equal hashes alone prove nothing.
///
/// Thread safety: for one worker.
///
/// @param <P> what is planned
public final class PlanCache<P> {
    /// As many as a selector commonly has targets.
    private static final int MOST_PLANS = 256;

    /// Bounds what long ranges keep: a plan holds the times of all its samples.
    private static final long MOST_BYTES = 8L << 20;

    private record Kept<P>(P plan, long bytes) {}

    private final Map<TimeKey, Kept<P>> plans = new LinkedHashMap<>(64, 0.75f, true);
    private WindowGrid grid = new WindowGrid(0, 0, 1, 0);
    private long bytes;

    /// Turns to a grid: plans of another one are of no use any more.
    public void grid(WindowGrid newGrid) {
        if (!newGrid.equals(grid)) {
            grid = newGrid;
            plans.clear();
            bytes = 0;
        }
    }

    /// The plan for a key, or null.
    public @Nullable P find(TimeKey key) {
        Kept<P> kept = plans.get(key);
        return kept == null ? null : kept.plan;
    }

    /// Keeps a plan; the key is copied.
    ///
    /// @param size bytes that the plan takes, roughly
    public void keep(TimeKey key, P plan, long size) {
        plans.put(key.copy(), new Kept<>(plan, size));
        bytes += size;
        Iterator<Kept<P>> eldest = plans.values().iterator();
        while (plans.size() > MOST_PLANS || bytes > MOST_BYTES) {
            bytes -= eldest.next().bytes;
            eldest.remove();
        }
    }

    /// The number of plans kept.
    int size() {
        return plans.size();
    }
}
