package io.narthex.tsdb.head;

import java.util.concurrent.locks.Lock;

/// Reads the bytes of series: of chunks, open blocks, columns and, estimated, labels. It looks at a
/// part of the series at a time, so that commits hardly wait.
///
/// Thread safety: for one thread.
final class SeriesSizes {
    /// The most series that are looked at while commits wait.
    static final int PART = 4096;

    private final SeriesColumns columns;
    private final HistogramStore histograms;
    private final Lock commitLock;
    private final ChunkList chunks = new ChunkList();

    SeriesSizes(SeriesColumns columns, HistogramStore histograms, Lock commitLock) {
        this.columns = columns;
        this.histograms = histograms;
        this.commitLock = commitLock;
    }

    /// Reads the slots from one on.
    ///
    /// @param refs gets the references of the series there; as long as the most that is wanted
    /// @param bytes gets their bytes
    /// @return how many there are
    int read(int from, long[] refs, long[] bytes) {
        commitLock.lock();
        try {
            int n = Math.min(refs.length, columns.slots() - from);
            for (int i = 0; i < n; i++) {
                refs[i] = columns.idOf[from + i];
                bytes[i] = bytesLocked(from + i);
            }
            return n;
        } finally {
            commitLock.unlock();
        }
    }

    /// The bytes of a series in each of some slots; 0 where another one is there by now.
    long[] of(int[] slots, long[] refs) {
        long[] bytes = new long[slots.length];
        for (int from = 0; from < slots.length; from += PART) {
            commitLock.lock();
            try {
                for (int i = from; i < Math.min(slots.length, from + PART); i++) {
                    bytes[i] = columns.idOf[slots[i]] == refs[i] ? bytesLocked(slots[i]) : 0;
                }
            } finally {
                commitLock.unlock();
            }
        }
        return bytes;
    }

    private long bytesLocked(int slot) {
        ChunkList _ = chunks.unpack(columns.chunks[slot], columns.pages.pages());
        int open = columns.openClass[slot];
        return HeadStats.BYTES_PER_SERIES
                + chunks.bytes()
                + (open < 0 ? 0 : RegionAllocator.size(open))
                + histograms.bytes(slot);
    }
}
