package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.index.LargestCounts;
import io.narthex.tsdb.index.SeriesIndex;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/// Sums the bytes of each metric's series. It looks at a part of the series at a time, so that
/// commits hardly wait; the sums are of slightly different moments.
///
/// Thread safety: for one thread.
final class MetricSizes {
    private static final int PART = 4096;

    private final SeriesColumns columns;
    private final HistogramStore histograms;
    private final Lock commitLock;
    private final SeriesIndex index;
    private final long[] refs = new long[PART];
    private final long[] bytes = new long[PART];
    private final ChunkList chunks = new ChunkList();

    MetricSizes(
            SeriesColumns columns, HistogramStore histograms, Lock commitLock, SeriesIndex index) {
        this.columns = columns;
        this.histograms = histograms;
        this.commitLock = commitLock;
        this.index = index;
    }

    /// The largest metrics, with bytes of chunks, open blocks, columns and, estimated, labels.
    List<IndexStats.Count> largest(int limit) {
        Map<String, Long> sums = new HashMap<>();
        int from = 0;
        int n;
        do {
            n = read(from);
            @Nullable Labels[] labels = index.labels(refs);
            for (int i = 0; i < n; i++) {
                Labels of = labels[i];
                if (of != null) {
                    sums.merge(of.metricName(), bytes[i], Long::sum);
                }
            }
            from += n;
        } while (n == PART);
        LargestCounts largest = new LargestCounts(limit);
        sums.forEach(largest::add);
        return largest.list();
    }

    private int read(int from) {
        commitLock.lock();
        try {
            int n = Math.min(PART, columns.slots() - from);
            long[] ids = columns.idOf;
            for (int i = 0; i < n; i++) {
                int slot = from + i;
                ChunkList _ = chunks.unpack(columns.chunks[slot], columns.pages.pages());
                int open = columns.openClass[slot];
                refs[i] = ids[slot];
                bytes[i] =
                        HeadStats.BYTES_PER_SERIES
                                + chunks.bytes()
                                + (open < 0 ? 0 : RegionAllocator.size(open))
                                + histograms.bytes(slot);
            }
            return n;
        } finally {
            commitLock.unlock();
        }
    }
}
