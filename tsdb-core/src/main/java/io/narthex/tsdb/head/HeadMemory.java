package io.narthex.tsdb.head;

import io.narthex.tsdb.index.SeriesIndex;

/// The parts of a head that do not know of files.
///
/// Thread safety: guarded by the commit lock, but for the index.
record HeadMemory(
        SeriesColumns columns,
        RegionAllocator regions,
        OpenQueriers queriers,
        HeadCounters counters,
        SeriesIndex index) {
    static HeadMemory empty() {
        return new HeadMemory(
                new SeriesColumns(),
                new RegionAllocator(),
                new OpenQueriers(),
                new HeadCounters(),
                new SeriesIndex());
    }

    SampleWriter writer(SealedPages sealed) {
        return new SampleWriter(columns, regions, sealed, queriers, counters);
    }

    Retention retention(SealedPages sealed) {
        return new Retention(columns, regions, sealed, queriers, counters);
    }
}
