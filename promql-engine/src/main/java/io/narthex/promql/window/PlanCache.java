package io.narthex.promql.window;

import io.narthex.model.TimeKey;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// The window plans of one worker, least recently used first out.
///
/// In label order the next series is often another target's, so plans are found by key and not
/// only by comparing with the neighbour. A key is compared whole; equal hashes alone prove nothing.
///
/// Thread safety: for one worker.
///
/// @param <P> what is planned
public final class PlanCache<P> {
    /// Enough for the targets of one selector on a tile; a plan takes some 10 KB.
    private static final int CAPACITY = 256;

    private final Map<WindowGrid, Map<TimeKey, P>> byGrid =
            new LinkedHashMap<>(8, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<WindowGrid, Map<TimeKey, P>> eldest) {
                    return size() > 2;
                }
            };
    private Map<TimeKey, P> current = newTable();

    /// Turns to a grid: what follows is about its plans.
    public void grid(WindowGrid grid) {
        current = byGrid.computeIfAbsent(grid, _ -> newTable());
    }

    /// The plan for a key, or null.
    public @Nullable P find(TimeKey key) {
        return current.get(key);
    }

    /// Keeps a plan; the key is copied.
    public void keep(TimeKey key, P plan) {
        current.put(key.copy(), plan);
    }

    private Map<TimeKey, P> newTable() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<TimeKey, P> eldest) {
                return size() > CAPACITY;
            }
        };
    }
}
