package io.narthex.model;

import java.util.Collection;

/// The series that a selector found, in canonical order: ascending by [Labels]. Sums, ties and
/// first-seen groups all follow it, so that answers do not depend on where the data lie.
///
/// Thread safety: safe for concurrent readers; each cursor belongs to one worker.
public interface SeriesSet {
    /// The number of series.
    int size();

    /// The labels of the series at a position in canonical order.
    Labels labels(int ordinal);

    /// Some of a series' labels, for whoever needs no others.
    ///
    /// @param names those that are wanted
    default Labels labels(int ordinal, Collection<String> names) {
        return labels(ordinal).keep(names);
    }

    /// The reference of the series at a position; unique within this set.
    long ref(int ordinal);

    /// A worker's own view of the samples, with its own scratch memory.
    SeriesCursor cursor();

    /// Names the content of this set: two sets of one store with equal fingerprints other than 0
    /// hold the same series in the same order, so that work done once per series (group keys, join
    /// signatures) may be kept. 0 where the store can't tell.
    default long fingerprint() {
        return 0;
    }
}
