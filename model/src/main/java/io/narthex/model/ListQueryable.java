package io.narthex.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A read port over a fixed list of series: for one's own data, and for tests.
///
/// Thread safety: immutable.
public final class ListQueryable implements Queryable {
    private final List<SeriesData> series;

    /// Takes the series in any order; their label sets must differ.
    public ListQueryable(List<? extends SeriesData> series) {
        this.series =
                series.stream()
                        .<SeriesData>map(s -> s)
                        .sorted(Comparator.comparing(SeriesData::labels))
                        .toList();
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return new ListQuerier();
    }

    private Stream<SeriesData> matching(List<LabelMatcher> matchers) {
        return series.stream().filter(s -> LabelMatcher.matchesAll(matchers, s.labels()));
    }

    private static List<String> limited(TreeSet<String> all, int limit) {
        return limit > 0 ? all.stream().limit(limit).toList() : new ArrayList<>(all);
    }

    private final class ListQuerier implements Querier {
        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            Stream<SeriesData> found = matching(matchers);
            return new ListSeriesSet(
                    (hints.limit() > 0 ? found.limit(hints.limit()) : found).toList());
        }

        @Override
        public boolean mayHoldHistograms() {
            return series.stream().anyMatch(s -> s.kind() != Kind.FLOAT);
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
            TreeSet<String> names = new TreeSet<>(Utf8Order::compare);
            matching(matchers)
                    .map(SeriesData::labels)
                    .forEach(
                            labels -> {
                                for (int i = 0; i < labels.size(); i++) {
                                    names.add(labels.name(i));
                                }
                            });
            return limited(names, limit);
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
            TreeSet<String> values = new TreeSet<>(Utf8Order::compare);
            matching(matchers)
                    .map(s -> s.labels().getOrEmpty(name))
                    .filter(v -> !v.isEmpty())
                    .forEach(values::add);
            return limited(values, limit);
        }

        @Override
        public void close() {}
    }

    private record ListSeriesSet(List<SeriesData> series) implements SeriesSet {
        @Override
        public int size() {
            return series.size();
        }

        @Override
        public Labels labels(int ordinal) {
            return series.get(ordinal).labels();
        }

        @Override
        public long ref(int ordinal) {
            return series.get(ordinal).ref();
        }

        @Override
        public SeriesCursor cursor() {
            return series::get;
        }
    }
}
