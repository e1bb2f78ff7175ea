package io.narthex.promql.exec;

import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.window.WindowGrid;

import org.jspecify.annotations.Nullable;

/// When a subquery evaluates its input: at absolute multiples of its step, so that neighbouring
/// windows see the same points.
///
/// Thread safety: stateless.
final class SubqueryGrid {
    /// More points than any limit on samples or bytes would let pass.
    private static final int MOST_POINTS = 1 << 28;

    private SubqueryGrid() {}

    /// The windows of a tile over the points of a subquery.
    static WindowGrid windows(LogicalNode.Subquery subquery, StepTile tile) {
        Long at = subquery.at();
        return at == null
                ? new WindowGrid(
                        tile.start() - subquery.offset(),
                        tile.step(),
                        tile.count(),
                        subquery.range())
                : new WindowGrid(at - subquery.offset(), 0, tile.count(), subquery.range());
    }

    /// The points that lie in any of the windows, or null where none does.
    ///
    /// @throws io.narthex.promql.QueryException.TooManySamples if memory could not hold them
    static @Nullable StepTile points(LogicalNode.Subquery subquery, WindowGrid windows, int index) {
        long step = subquery.step();
        long open = windows.start() - windows.range();
        long first = Math.floorDiv(open, step) * step + step;
        if (first > windows.maxt()) {
            return null;
        }
        long count = (windows.maxt() - first) / step + 1;
        if (count < 1 || count > MOST_POINTS) {
            throw SampleAccount.tooMany();
        }
        return new StepTile(first, step, (int) count, index);
    }
}
