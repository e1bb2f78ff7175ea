package io.narthex.promql.exec;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ReadReport;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.QueryException;
import io.narthex.promql.parser.TimeShift;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.plan.Narrowing;
import io.narthex.promql.window.WindowGrid;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The series of one selector, and when it looks at them.
///
/// @param narrowedBy conditions that were asked of the series beside the selector's own
/// @param range length of each step's window: the range, or the lookback of an instant selector
/// @param ahead how far after the step's time the window ends; 0 but for `smoothed`
/// @param mint the earliest time that any step of the query looks at, epoch milliseconds
/// @param report what the store tells of its reading; null where the query is not analyzed
record Selection(
        LogicalNode.Selector selector,
        SeriesSet series,
        List<LabelMatcher> narrowedBy,
        long range,
        long ahead,
        long mint,
        @Nullable ReadReport report) {
    /// Selects a selector's series for the steps of a query.
    ///
    /// @throws QueryException.Storage if the store fails
    static Selection of(LogicalNode.Selector selector, long range, QueryContext context) {
        return of(selector, range, 0, context);
    }

    /// Selects a selector's series for windows that go on after the steps.
    ///
    /// @throws QueryException.Storage if the store fails
    static Selection of(
            LogicalNode.Selector selector, long range, long ahead, QueryContext context) {
        long length = context.end() - context.start();
        WindowGrid all = grid(selector, range, ahead, context.start(), length, 2);
        ReadReport report = context.analyzed() ? new ReadReport() : null;
        Runnable check = () -> context.cancellation().check(Worker.PHASE);
        SelectHints hints =
                new SelectHints(all.mint(), all.maxt(), context.step(), false, 0, report, check);
        List<LabelMatcher> narrowedBy =
                applies(selector.narrowing(), context)
                        ? selector.narrowing().matchers()
                        : List.of();
        List<LabelMatcher> matchers = new ArrayList<>(selector.matchers());
        matchers.addAll(narrowedBy);
        try {
            // Stores try expressions on every value of a label.
            SeriesSet series =
                    context.querier()
                            .select(hints, matchers.stream().map(m -> m.watchedBy(check)).toList());
            return new Selection(selector, series, narrowedBy, range, ahead, all.mint(), report);
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new QueryException.Storage("expanding series: " + e.getMessage(), e);
        }
    }

    private static boolean applies(Narrowing narrowing, QueryContext context) {
        return !narrowing.isEmpty() && (!narrowing.plainOnly() || isPlain(context));
    }

    /// Asks for labels that nearly no store has, so that the answer costs nothing.
    private static boolean isPlain(QueryContext context) {
        EngineFeatures features = context.options().features();
        return !features.useStartTimestamps()
                && !features.typeAndUnitLabels()
                && !context.querier().mayHoldHistograms()
                && context.querier().labelValues("__type__", List.of(), 1).isEmpty()
                && context.querier().labelValues("__unit__", List.of(), 1).isEmpty();
    }

    /// The windows of a tile.
    WindowGrid grid(StepTile tile) {
        return grid(selector, range, ahead, tile.start(), tile.step(), tile.count());
    }

    private static WindowGrid grid(
            LogicalNode.Selector selector,
            long range,
            long ahead,
            long start,
            long step,
            int count) {
        Long at = selector.at();
        long shift = ahead - selector.offset();
        return at == null
                ? new WindowGrid(start + shift, step, count, range)
                : new WindowGrid(at + shift, 0, count, range);
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
        if (!narrowedBy.isEmpty()) {
            out.append(" narrowed to ").append(narrowedBy);
        }
        if (selector.offset() != 0) {
            out.append(" offset ").append(selector.offset()).append("ms");
        }
        if (selector.at() != null) {
            out.append(" @ ").append(selector.at()).append("ms");
        }
        if (selector.extension() != TimeShift.Extension.NONE) {
            out.append(' ').append(selector.extension().name().toLowerCase(Locale.ROOT));
        }
        return out.append(", ").append(series.size()).append(" series").toString();
    }
}
