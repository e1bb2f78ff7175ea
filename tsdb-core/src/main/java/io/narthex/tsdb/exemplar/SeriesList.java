package io.narthex.tsdb.exemplar;

import io.narthex.model.Labels;

/// The list of a series' exemplars: its ends, as slots of the ring.
///
/// Thread safety: guarded by the store's lock, but for the labels.
final class SeriesList {
    final Labels labels;

    /// The series' reference as of its newest exemplar.
    long ref;

    int oldest = ExemplarRing.NONE;
    int newest = ExemplarRing.NONE;

    SeriesList(Labels labels) {
        this.labels = labels;
    }

    boolean isEmpty() {
        return newest == ExemplarRing.NONE;
    }
}
