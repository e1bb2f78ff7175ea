package io.narthex.tsdb.merge;

import io.narthex.model.SelectHints;
import io.narthex.tsdb.index.LabelIds;

import java.util.Arrays;

/// What label sets a source's series have, by number: each series' labels are looked at once.
///
/// Thread safety: guarded by its owner's lock.
final class IdMap {
    private static final long BYTES_EACH = Long.BYTES + Integer.BYTES;

    private final LabelIds ids;

    /// By the source's number: the reference of the series that is known there, and its id. Where
    /// none is known the reference is one that no series has.
    private long[] refs = new long[0];

    private int[] idOf = new int[0];

    IdMap(LabelIds ids) {
        this.ids = ids;
    }

    /// The ids of the label sets of series.
    ///
    /// @param hints who watches
    int[] of(NumberedSeries series, SelectHints hints) {
        int[] found = new int[series.size()];
        for (int i = 0; i < found.length; i++) {
            hints.check(i);
            int number = series.number(i);
            long ref = series.ref(i);
            grow(number);
            if (refs[number] != ref) {
                idOf[number] = ids.of(series.labels(i));
                refs[number] = ref;
            }
            found[i] = idOf[number];
        }
        return found;
    }

    private void grow(int number) {
        int old = refs.length;
        if (number >= old) {
            int length = Math.max(number + 1, old + old / 2);
            refs = Arrays.copyOf(refs, length);
            idOf = Arrays.copyOf(idOf, length);
            Arrays.fill(refs, old, length, Long.MIN_VALUE);
        }
    }

    long bytes() {
        return refs.length * BYTES_EACH;
    }
}
