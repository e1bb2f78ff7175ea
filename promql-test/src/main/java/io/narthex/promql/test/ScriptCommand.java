package io.narthex.promql.test;

import io.narthex.promql.parser.Expr;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/// One command of a script.
sealed interface ScriptCommand {
    /// Where its first line stands, from 1.
    int line();

    /// `clear`: forget all samples.
    record Clear(int line) implements ScriptCommand {}

    /// `load`: add samples.
    ///
    /// @param step milliseconds between the points of a series, the first of which is at 0
    /// @param customBuckets whether classic histograms are to be loaded as native ones too
    record Load(int line, long step, boolean customBuckets, List<LoadedSeries> series)
            implements ScriptCommand {}

    /// One line of a load.
    ///
    /// @param starts milliseconds from each sample's time to its start timestamp, by point; null
    ///     where the script gives none
    record LoadedSeries(int line, SeriesLine series, @Nullable List<OptionalLong> starts) {
        /// The start timestamp of a point, in epoch milliseconds; 0 where it is not known.
        long startAt(int point, long time) {
            OptionalLong offset = starts == null ? OptionalLong.empty() : starts.get(point);
            return offset.isPresent() ? time + offset.getAsLong() : 0;
        }
    }

    /// `eval`: evaluate a query and compare.
    ///
    /// @param expr null where the query is not valid; `parseError` says why
    record Eval(
            int line,
            String query,
            @Nullable Expr expr,
            @Nullable String parseError,
            EvalTimes times,
            Expectation expectation)
            implements ScriptCommand {}

    /// When an evaluation happens, in epoch milliseconds.
    ///
    /// @param step 0 for an instant query
    record EvalTimes(long start, long end, long step) {
        boolean isInstant() {
            return step == 0;
        }
    }
}
