package io.narthex.rules.backtest;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SeriesRef;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The series that the rules of a backtest give, in memory, laid over a store that is only read.
///
/// What the store has of such series, because the same rules run live, counts up to the first
/// evaluation of the backtest only: from then on these stand in their place.
///
/// Thread safety: written by one thread, while no query runs; queriers are for any.
final class RecordedSeries implements Appendable, Queryable {
    private final Queryable store;
    private final Set<String> names;
    private final Predicate<Labels> owned;
    private final long cut;
    private final long maxBytes;

    /// By the metric's name.
    private final Map<String, SortedMap<Labels, Column>> columns = new HashMap<>();

    private final List<Column> byRef = new ArrayList<>();
    private long bytes;
    private boolean hasHistograms;

    /// @param names of the metrics that may come from here
    /// @param owned which of their series do
    /// @param cut from which time on the store's own series of these are hidden, epoch milliseconds
    RecordedSeries(
            Queryable store, Set<String> names, Predicate<Labels> owned, long cut, long maxBytes) {
        this.store = store;
        this.names = names;
        this.owned = owned;
        this.cut = cut;
        this.maxBytes = maxBytes;
    }

    boolean owns(Labels labels) {
        return names.contains(labels.metricName()) && owned.test(labels);
    }

    /// Whether a selector may select what comes from here.
    boolean mayOwn(List<LabelMatcher> matchers) {
        return names.stream().anyMatch(name -> allows(matchers, name));
    }

    private static boolean allows(List<LabelMatcher> matchers, String name) {
        return matchers.stream().allMatch(m -> !m.name().equals(Labels.NAME) || m.matches(name));
    }

    long cut() {
        return cut;
    }

    boolean hasHistograms() {
        return hasHistograms;
    }

    /// The series that all matchers accept, with their samples within a range, by their labels.
    SortedMap<Labels, ListSeries> select(List<LabelMatcher> matchers, long mint, long maxt) {
        SortedMap<Labels, ListSeries> found = new TreeMap<>();
        columns.forEach(
                (name, named) -> {
                    if (allows(matchers, name)) {
                        named.forEach(
                                (labels, column) -> {
                                    ListSeries series =
                                            LabelMatcher.matchesAll(matchers, labels)
                                                    ? column.within(labels, mint, maxt)
                                                    : null;
                                    if (series != null) {
                                        found.put(labels, series);
                                    }
                                });
                    }
                });
        return found;
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return new RecordedQuerier(this, store.querier(mint, maxt), mint, maxt);
    }

    @Override
    public Appender appender() {
        return new RecordedAppender();
    }

    private void charge(long more) {
        bytes += more;
        if (bytes > maxBytes) {
            throw BacktestException.limit(
                    "what the recording rules give takes more than the "
                            + (maxBytes >> 20)
                            + " MiB that a backtest may take; choose a shorter time, or alerts that"
                            + " build on fewer series");
        }
    }

    private final class RecordedAppender implements Appender {
        private final List<Integer> refs = new ArrayList<>();
        private final List<Sample> samples = new ArrayList<>();

        private record Sample(long time, double value, @Nullable FloatHistogram histogram) {}

        @Override
        public long resolve(Labels labels) {
            if (labels.metricName().isEmpty()) {
                return SeriesRef.refusal(AppendStatus.INVALID_LABELS);
            }
            return columns.computeIfAbsent(labels.metricName(), _ -> new TreeMap<>())
                    .computeIfAbsent(labels, _ -> added())
                    .ref;
        }

        private Column added() {
            charge(Column.BYTES);
            Column column = new Column(byRef.size() + 1);
            byRef.add(column);
            return column;
        }

        @Override
        public long find(Labels labels) {
            SortedMap<Labels, Column> named = columns.get(labels.metricName());
            Column column = named == null ? null : named.get(labels);
            return column == null ? SeriesRef.NONE : column.ref;
        }

        @Override
        public AppendStatus append(long ref, long timestamp, double value) {
            return append(ref, new Sample(timestamp, value, null));
        }

        @Override
        public AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
            if (histogram.problem() != null) {
                return AppendStatus.INVALID_HISTOGRAM;
            }
            return append(ref, new Sample(timestamp, histogram.sum(), histogram));
        }

        private AppendStatus append(long ref, Sample sample) {
            refs.add((int) ref - 1);
            samples.add(sample);
            return AppendStatus.OK;
        }

        @Override
        public CommitResult commit() {
            List<Rejection> rejections = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                Sample s = samples.get(i);
                Column column = byRef.get(refs.get(i));
                AppendStatus status = column.judge(s.time, s.value, s.histogram);
                if (status == null) {
                    charge(column.add(s.time, s.value, s.histogram));
                    hasHistograms |= s.histogram != null;
                } else if (status != AppendStatus.OK) {
                    rejections.add(new Rejection(i, status));
                }
            }
            return new CommitResult(samples.size() - rejections.size(), rejections);
        }

        @Override
        public void rollback() {
            refs.clear();
            samples.clear();
        }

        @Override
        public void close() {}
    }
}
