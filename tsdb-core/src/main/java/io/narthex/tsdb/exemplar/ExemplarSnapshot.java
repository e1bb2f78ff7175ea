package io.narthex.tsdb.exemplar;

import io.narthex.model.Exemplar;

/// The exemplars of a store at one moment, in the order in which they came.
///
/// Thread safety: for one thread at a time.
public final class ExemplarSnapshot {
    private final ExemplarRing ring;
    private final long[] refs;

    /// @param ring a copy of the store's
    ExemplarSnapshot(ExemplarRing ring) {
        this.ring = ring;
        this.refs = new long[ring.count()];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = ring.owner(ring.slot(i)).ref;
        }
    }

    /// The number of exemplars.
    public int count() {
        return refs.length;
    }

    /// The references of the exemplars' series, not to be changed.
    public long[] refs() {
        return refs;
    }

    /// The reference of an exemplar's series.
    public long ref(int i) {
        return refs[i];
    }

    /// An exemplar.
    public Exemplar exemplar(int i) {
        return ring.exemplar(ring.slot(i));
    }
}
