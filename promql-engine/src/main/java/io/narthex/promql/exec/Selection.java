package io.narthex.promql.exec;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.window.WindowGrid;

import org.jspecify.annotations.Nullable;

/// The series of one selector, and when it looks at them.
///
/// @param range how far each step looks back: the range, or the lookback of an instant selector
record Selection(LogicalNode.Selector selector, SeriesSet series, long range) {
    /// Selects a selector's series for the steps of a query.
    ///
    /// @throws QueryException.Storage if the store fails
    static Selection of(LogicalNode.Selector selector, long range, QueryContext context) {
        WindowGrid all = grid(selector, range, context.start(), context.end() - context.start(), 2);
        SelectHints hints = new SelectHints(all.mint(), all.maxt(), context.step(), false, 0);
        try {
            return new Selection(
                    selector, context.querier().select(hints, selector.matchers()), range);
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new QueryException.Storage("selecting series failed: " + e.getMessage(), e);
        }
    }

    /// The windows of a tile.
    WindowGrid grid(StepTile tile) {
        return grid(selector, range, tile.start(), tile.step(), tile.count());
    }

    private static WindowGrid grid(
            LogicalNode.Selector selector, long range, long start, long step, int count) {
        Long at = selector.at();
        return at == null
                ? new WindowGrid(start - selector.offset(), step, count, range)
                : new WindowGrid(at - selector.offset(), 0, count, range);
    }

    /// The metric's name where the selector fixes it, or null.
    @Nullable String fixedName() {
        for (LabelMatcher m : selector.matchers()) {
            if (m.name().equals(Labels.NAME) && m.type() == LabelMatcher.Type.EQUAL) {
                return m.value();
            }
        }
        return null;
    }

    /// `requests{job="a"} offset 60000ms`, for `explain`.
    String describe() {
        StringBuilder out = new StringBuilder(selector.matchers().toString());
        if (selector.offset() != 0) {
            out.append(" offset ").append(selector.offset()).append("ms");
        }
        if (selector.at() != null) {
            out.append(" @ ").append(selector.at()).append("ms");
        }
        return out.append(", ").append(series.size()).append(" series").toString();
    }
}
