package io.narthex.tsdb.head;

import io.narthex.tsdb.exemplar.ExemplarStore;
import io.narthex.tsdb.index.SeriesIndex;

/// The parts of a head that do not know of files.
///
/// Thread safety: guarded by the commit lock, but for the index and the exemplars.
record HeadMemory(
        SeriesColumns columns,
        RegionAllocator regions,
        OpenQueriers queriers,
        HeadCounters counters,
        StartStore starts,
        HistogramStore histograms,
        OutOfOrderStore outOfOrder,
        HeadTombstones tombstones,
        SeriesIndex index,
        ExemplarStore exemplars) {
    static HeadMemory empty(HeadOptions options) {
        long outOfOrderWindow = options.outOfOrderWindow();
        SeriesColumns columns = new SeriesColumns();
        HeadCounters counters = new HeadCounters();
        StartStore starts = new StartStore();
        HeadTombstones tombstones = new HeadTombstones();
        HistogramStore histograms = new HistogramStore(columns, starts, counters);
        return new HeadMemory(
                columns,
                new RegionAllocator(),
                new OpenQueriers(),
                counters,
                starts,
                histograms,
                new OutOfOrderStore(outOfOrderWindow, columns, histograms, tombstones, counters),
                tombstones,
                new SeriesIndex(),
                new ExemplarStore(options.maxExemplars(), outOfOrderWindow));
    }

    SampleWriter writer(SealedPages sealed) {
        return new SampleWriter(this, sealed);
    }

    Retention retention(SealedPages sealed) {
        return new Retention(this, sealed);
    }
}
