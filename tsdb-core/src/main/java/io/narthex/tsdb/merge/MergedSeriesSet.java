package io.narthex.tsdb.merge;

import io.narthex.model.Labels;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The series of several selections, each once.
///
/// Thread safety: immutable; each cursor belongs to one thread.
final class MergedSeriesSet implements SeriesSet {
    private final List<SeriesSet> sets;
    private final Join join;

    private MergedSeriesSet(List<SeriesSet> sets, Join join) {
        this.sets = List.copyOf(sets);
        this.join = join;
    }

    /// Joins sets by their labels.
    ///
    /// @param hints how many series at most, and who watches
    static MergedSeriesSet of(List<SeriesSet> sets, SelectHints hints) {
        int[] sizes = sets.stream().mapToInt(SeriesSet::size).toArray();
        Join.Order byLabels =
                (s, i, t, j) -> s == t ? i - j : labels(sets, s, i).compareTo(labels(sets, t, j));
        return new MergedSeriesSet(sets, Join.of(sizes, byLabels, hints, 0));
    }

    private static Labels labels(List<SeriesSet> sets, int s, int i) {
        return sets.get(s).labels(i);
    }

    /// Joins sets by numbers where all have numbers and fingerprints, else by their labels.
    ///
    /// @param hints who watches
    static MergedSeriesSet of(List<SeriesSet> sets, SeriesJoins joins, SelectHints hints) {
        List<NumberedSeries> numbered = new ArrayList<>();
        for (SeriesSet set : sets) {
            if (set instanceof NumberedSeries n && n.fingerprint() != 0) {
                numbered.add(n);
            }
        }
        return numbered.size() == sets.size()
                ? new MergedSeriesSet(sets, joins.join(numbered, hints))
                : of(sets, hints.unlimited());
    }

    Join join() {
        return join;
    }

    @Override
    public int size() {
        return join.size();
    }

    @Override
    public Labels labels(int ordinal) {
        int s = join.first()[ordinal];
        return sets.get(s).labels(join.position(ordinal, s));
    }

    @Override
    public Labels labels(int ordinal, Collection<String> names) {
        int s = join.first()[ordinal];
        return sets.get(s).labels(join.position(ordinal, s), names);
    }

    /// The position, from 1: references of different stores may be equal.
    @Override
    public long ref(int ordinal) {
        return ordinal + 1L;
    }

    @Override
    public long fingerprint() {
        return join.fingerprint();
    }

    @Override
    public SeriesCursor cursor() {
        return new Cursor();
    }

    private final class Cursor implements SeriesCursor {
        private final List<SeriesCursor> cursors = sets.stream().map(SeriesSet::cursor).toList();
        private final SplicedSeries merged = new SplicedSeries();
        private final List<SeriesData> parts = new ArrayList<>();

        @Override
        public SeriesData at(int ordinal) {
            parts.clear();
            for (int s = 0; s < cursors.size(); s++) {
                int position = join.position(ordinal, s);
                if (position >= 0) {
                    parts.add(cursors.get(s).at(position));
                }
            }
            merged.clear(ref(ordinal), labels(ordinal));
            merged.merge(parts);
            return merged;
        }
    }
}
