package io.narthex.promql.exec;

import io.narthex.promql.QueryException;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query's steps into tiles, by the query and its data alone, never by the threads there
/// are: that is why results do not depend on threads.
///
/// Thread safety: stateless.
public final class Tiles {
    /// Fewer steps would make the work per series and tile weigh more than the steps.
    private static final int MIN_STEPS = 64;

    /// More steps gain nothing: a row of this size fills a good part of the first-level cache.
    private static final int MAX_STEPS = 512;

    /// Enough for a few threads to share a query of a few hundred steps.
    private static final int WANTED = 4;

    private Tiles() {}

    /// The tiles of a query.
    ///
    /// @param root of the operators that will be evaluated
    /// @throws QueryException.TooManySamples if there are more steps than could ever be held
    public static List<StepTile> cut(QueryContext context, Operator root) {
        return cut(
                context.start(),
                context.end(),
                context.step(),
                mostRows(root),
                context.budget().limit());
    }

    /// The number of steps of all tiles.
    public static int steps(List<StepTile> tiles) {
        StepTile last = tiles.getLast();
        return last.index() * tiles.getFirst().count() + last.count();
    }

    /// @param step milliseconds; 0 for a single step
    /// @param rows most rows that any operator has
    /// @param maxBytes the query's byte budget
    static List<StepTile> cut(long start, long end, long step, int rows, long maxBytes) {
        long steps = step == 0 ? 1 : (end - start) / step + 1;
        if (steps < 1 || steps > maxBytes / Double.BYTES || steps > Integer.MAX_VALUE) {
            throw new QueryException.TooManySamples(
                    "query has " + steps + " steps, more than memory allows; try a larger step");
        }
        long count = Math.clamp((steps + WANTED - 1) / WANTED, MIN_STEPS, MAX_STEPS);
        while (count > MIN_STEPS && count * rows * 9 > maxBytes / 8) {
            count = Math.max(MIN_STEPS, count / 2);
        }
        List<StepTile> tiles = new ArrayList<>();
        for (long first = 0; first < steps; first += count) {
            int n = (int) Math.min(count, steps - first);
            tiles.add(new StepTile(start + first * step, step, n, tiles.size()));
        }
        return List.copyOf(tiles);
    }

    /// The most rows that an operator or any below it has.
    public static int mostRows(Operator operator) {
        int most = operator.rows().size();
        for (Operator child : operator.children()) {
            most = Math.max(most, mostRows(child));
        }
        return most;
    }
}
