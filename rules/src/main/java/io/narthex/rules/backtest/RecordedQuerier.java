package io.narthex.rules.backtest;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.Utf8Order;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A snapshot of a store with the recorded series laid over it.
///
/// Thread safety: as [Querier] says.
final class RecordedQuerier implements Querier {
    private final RecordedSeries recorded;
    private final Querier stored;
    private final long mint;
    private final long maxt;

    RecordedQuerier(RecordedSeries recorded, Querier stored, long mint, long maxt) {
        this.recorded = recorded;
        this.stored = stored;
        this.mint = mint;
        this.maxt = maxt;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        if (!recorded.mayOwn(matchers)) {
            return stored.select(hints, matchers);
        }
        SortedMap<Labels, ListSeries> own = recorded.select(matchers, mint, maxt);
        SeriesSet below = stored.select(hints.unlimited(), matchers);
        Map<Labels, @Nullable Integer> merged = new TreeMap<>();
        SeriesCursor cursor = below.cursor();
        boolean untouched = own.isEmpty();
        for (int i = 0; i < below.size(); i++) {
            Labels labels = below.labels(i);
            if (recorded.owns(labels)) {
                untouched = false;
                ListSeries before = before(labels, cursor.at(i), own.get(labels));
                if (before != null) {
                    own.put(labels, before);
                }
            } else {
                merged.put(labels, i);
            }
        }
        if (untouched) {
            return below;
        }
        List<Entry> entries = new ArrayList<>();
        own.keySet().forEach(labels -> merged.put(labels, null));
        merged.forEach(
                (labels, ordinal) ->
                        entries.add(
                                new Entry(
                                        labels,
                                        ordinal == null ? -1 : ordinal,
                                        ordinal == null ? own.get(labels) : null)));
        return new MergedSet(below, entries);
    }

    /// What the store has up to the cut, with what was recorded since behind it; null where both
    /// have nothing.
    private @Nullable ListSeries before(
            Labels labels, SeriesData below, @Nullable ListSeries since) {
        int n = below.lowerBound(recorded.cut());
        int more = since == null ? 0 : since.count();
        if (n == 0) {
            return since;
        }
        long[] times = new long[n + more];
        double[] values = new double[n + more];
        @Nullable FloatHistogram[] histograms = new FloatHistogram[n + more];
        boolean floats = true;
        below.times(0, n, times, 0);
        below.values(0, n, values, 0);
        for (int i = 0; i < n; i++) {
            histograms[i] = below.isHistogram(i) ? below.histogramAt(i) : null;
            floats &= histograms[i] == null;
        }
        for (int i = 0; since != null && i < more; i++) {
            times[n + i] = since.timeAt(i);
            values[n + i] = since.valueAt(i);
            histograms[n + i] = since.isHistogram(i) ? since.histogramAt(i) : null;
            floats &= histograms[n + i] == null;
        }
        return new ListSeries(0, labels, times, values, floats ? null : histograms);
    }

    @Override
    public boolean mayHoldHistograms() {
        return recorded.hasHistograms() || stored.mayHoldHistograms();
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return merged(stored.labelNames(matchers, 0), own(matchers).labelNames(matchers, 0), limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return merged(
                stored.labelValues(name, matchers, 0),
                own(matchers).labelValues(name, matchers, 0),
                limit);
    }

    private Querier own(List<LabelMatcher> matchers) {
        List<ListSeries> own = List.copyOf(recorded.select(matchers, mint, maxt).values());
        return new ListQueryable(own).querier(mint, maxt);
    }

    private static List<String> merged(List<String> a, List<String> b, int limit) {
        TreeSet<String> all = new TreeSet<>(Utf8Order::compare);
        all.addAll(a);
        all.addAll(b);
        return all.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
    }

    @Override
    public void close() {
        stored.close();
    }

    /// A series of the store by its place there, or a recorded one.
    private record Entry(Labels labels, int ordinal, @Nullable ListSeries own) {}

    private record MergedSet(SeriesSet below, List<Entry> entries) implements SeriesSet {
        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public Labels labels(int ordinal) {
            return entries.get(ordinal).labels;
        }

        @Override
        public long ref(int ordinal) {
            return ordinal + 1L;
        }

        @Override
        public SeriesCursor cursor() {
            SeriesCursor cursor = below.cursor();
            return ordinal -> {
                Entry entry = entries.get(ordinal);
                return entry.own != null ? entry.own : cursor.at(entry.ordinal);
            };
        }
    }
}
