package io.narthex.promql.test;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesRef;
import io.narthex.model.SeriesSet;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryException;
import io.narthex.testkit.ForwardingQuerier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A script's store. It remembers the series that could not be loaded as they are written, so that
/// a query over one of them is answered with "not supported yet" and never with wrong data.
final class ScriptStore implements Queryable {
    private final RunOptions.Store store;
    private final Map<Labels, String> missing = new LinkedHashMap<>();

    ScriptStore(RunOptions.Store store) {
        this.store = store;
    }

    /// Adds the samples of a load.
    ///
    /// @throws ScriptException if the store refuses one
    void load(ScriptCommand.Load load) {
        Map<Labels, ScriptCommand.LoadedSeries> last = new LinkedHashMap<>();
        for (ScriptCommand.LoadedSeries series : load.series()) {
            last.put(series.series().labels(), series);
        }
        try (Appender appender = store.writer().appender()) {
            for (ScriptCommand.LoadedSeries series : last.values()) {
                append(appender, series, load.step());
            }
            if (load.customBuckets()) {
                List<SeriesLine> lines =
                        last.values().stream().map(ScriptCommand.LoadedSeries::series).toList();
                CustomBuckets.of(lines)
                        .forEach(
                                (labels, histograms) -> append(appender, labels, histograms, load));
            }
            CommitResult result = appender.commit();
            if (!result.rejections().isEmpty()) {
                throw new ScriptException(load.line(), "samples were rejected: " + result);
            }
        }
    }

    private void append(Appender appender, ScriptCommand.LoadedSeries loaded, long step) {
        SeriesLine series = loaded.series();
        if (loaded.starts() != null && !(appender instanceof StartTimestampAppender)) {
            missing.put(series.labels(), "start timestamps");
        }
        long ref = resolve(appender, series.labels(), loaded.line());
        for (int i = 0; i < series.points().size(); i++) {
            long time = i * step;
            long start = loaded.startAt(i, time);
            switch (series.points().get(i)) {
                case SeriesLine.Gap _ -> {}
                case SeriesLine.Number(double value) -> append(appender, ref, time, value, start);
                case SeriesLine.Histogram(FloatHistogram value, _) ->
                        append(appender, ref, time, value, start, series.labels());
            }
        }
    }

    private void append(
            Appender appender,
            Labels labels,
            Map<Integer, FloatHistogram> histograms,
            ScriptCommand.Load load) {
        long ref = resolve(appender, labels, load.line());
        histograms.forEach(
                (step, histogram) ->
                        append(appender, ref, step * load.step(), histogram, 0, labels));
    }

    private static void append(Appender appender, long ref, long time, double value, long start) {
        if (appender instanceof StartTimestampAppender keeps) {
            keeps.append(ref, time, value, start);
        } else {
            appender.append(ref, time, value);
        }
    }

    private void append(
            Appender appender,
            long ref,
            long time,
            FloatHistogram histogram,
            long start,
            Labels labels) {
        AppendStatus status =
                appender instanceof StartTimestampAppender keeps
                        ? keeps.append(ref, time, histogram, start)
                        : appender.append(ref, time, histogram);
        if (status == AppendStatus.UNSUPPORTED_HISTOGRAM) {
            missing.put(labels, "native histograms");
        }
    }

    private static long resolve(Appender appender, Labels labels, int line) {
        long ref = appender.resolve(labels);
        if (SeriesRef.isRefusal(ref)) {
            throw new ScriptException(line, labels + " is refused: " + SeriesRef.reason(ref));
        }
        return ref;
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return new ForwardingQuerier(store.reader().querier(mint, maxt)) {
            @Override
            public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
                requireLoaded(matchers);
                return super.select(hints, matchers);
            }
        };
    }

    private void requireLoaded(List<LabelMatcher> matchers) {
        missing.forEach(
                (labels, what) -> {
                    if (LabelMatcher.matchesAll(matchers, labels)) {
                        throw new QueryException.Execution(what + " are not supported yet");
                    }
                });
    }
}
