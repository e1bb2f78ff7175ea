package io.narthex.promql.test;

import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesRef;
import io.narthex.model.SeriesSet;
import io.narthex.promql.QueryException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A script's store. It remembers the series that could not be loaded as they are written, so that
/// a query over one of them is answered with "not supported yet" and never with wrong data.
final class ScriptStore implements Queryable {
    private static final String HISTOGRAMS = "native histograms";
    private static final String BUCKETS = "_bucket";

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
                if (load.customBuckets()) {
                    missConverted(series.series().labels());
                }
                append(appender, series, load.step());
            }
            CommitResult result = appender.commit();
            if (!result.rejections().isEmpty()) {
                throw new ScriptException(load.line(), "samples were rejected: " + result);
            }
        }
    }

    /// The series that holds a classic histogram's buckets as a native one.
    private void missConverted(Labels labels) {
        String name = labels.metricName();
        if (name.endsWith(BUCKETS)) {
            String base = name.substring(0, name.length() - BUCKETS.length());
            missing.put(labels.with(Labels.NAME, base).drop(Labels.BUCKET), HISTOGRAMS);
        }
    }

    private void append(Appender appender, ScriptCommand.LoadedSeries loaded, long step) {
        SeriesLine series = loaded.series();
        if (series.hasHistograms()) {
            missing.put(series.labels(), HISTOGRAMS);
        } else if (loaded.startTimestamps()) {
            missing.put(series.labels(), "start timestamps");
        }
        long ref = appender.resolve(series.labels());
        if (SeriesRef.isRefusal(ref)) {
            throw new ScriptException(
                    loaded.line(), series.labels() + " is refused: " + SeriesRef.reason(ref));
        }
        for (int i = 0; i < series.points().size(); i++) {
            if (series.points().get(i) instanceof SeriesLine.Number(double value)) {
                appender.append(ref, i * step, value);
            }
        }
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return new Guarded(store.reader().querier(mint, maxt));
    }

    private void requireLoaded(List<LabelMatcher> matchers) {
        missing.forEach(
                (labels, what) -> {
                    if (LabelMatcher.matchesAll(matchers, labels)) {
                        throw new QueryException.Execution(what + " are not supported yet");
                    }
                });
    }

    private final class Guarded implements Querier {
        private final Querier querier;

        private Guarded(Querier querier) {
            this.querier = querier;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            requireLoaded(matchers);
            return querier.select(hints, matchers);
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
            return querier.labelNames(matchers, limit);
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
            return querier.labelValues(name, matchers, limit);
        }

        @Override
        public void close() {
            querier.close();
        }
    }
}
