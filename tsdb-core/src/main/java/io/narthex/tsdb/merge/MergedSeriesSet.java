package io.narthex.tsdb.merge;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The series of several selections, joined by their labels.
///
/// Thread safety: immutable; each cursor belongs to one thread.
final class MergedSeriesSet implements SeriesSet {
    private final List<SeriesSet> sets;
    private final int size;

    /// Per series and set: the series' position in the set, or -1.
    private final int[] positions;

    /// Per series: the first set that has it.
    private final int[] first;

    private MergedSeriesSet(List<SeriesSet> sets, int size, int[] positions, int[] first) {
        this.sets = List.copyOf(sets);
        this.size = size;
        this.positions = positions;
        this.first = first;
    }

    /// @param limit how many series at most; 0 for all
    static MergedSeriesSet of(List<SeriesSet> sets, int limit) {
        int k = sets.size();
        int most = sets.stream().mapToInt(SeriesSet::size).sum();
        int[] positions = new int[Math.multiplyExact(most, k)];
        int[] first = new int[most];
        int[] at = new int[k];
        Arrays.fill(positions, -1);
        int n = 0;
        for (int least = least(sets, at); least >= 0; least = least(sets, at)) {
            Labels labels = sets.get(least).labels(at[least]);
            first[n] = least;
            for (int s = least; s < k; s++) {
                if (at[s] < sets.get(s).size() && sets.get(s).labels(at[s]).equals(labels)) {
                    positions[n * k + s] = at[s]++;
                }
            }
            if (++n == limit) {
                break;
            }
        }
        return new MergedSeriesSet(
                sets, n, Arrays.copyOf(positions, n * k), Arrays.copyOf(first, n));
    }

    /// The first of the sets whose next series is least; -1 at the end of all.
    private static int least(List<SeriesSet> sets, int[] at) {
        int best = -1;
        for (int s = 0; s < at.length; s++) {
            if (at[s] < sets.get(s).size()
                    && (best < 0
                            || sets.get(s).labels(at[s]).compareTo(sets.get(best).labels(at[best]))
                                    < 0)) {
                best = s;
            }
        }
        return best;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Labels labels(int ordinal) {
        int s = first[ordinal];
        return sets.get(s).labels(positions[ordinal * sets.size() + s]);
    }

    /// The position, from 1: references of different stores may be equal.
    @Override
    public long ref(int ordinal) {
        return ordinal + 1L;
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
                int position = positions[ordinal * cursors.size() + s];
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
