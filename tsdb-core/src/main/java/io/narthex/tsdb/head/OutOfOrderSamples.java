package io.narthex.tsdb.head;

import io.narthex.tsdb.chunk.LforChunk;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;

/// The samples of one series that came out of order: a few as they came, the others in chunks.
///
/// A time occurs once. Arrays only grow at their end or are replaced, so that a reader may keep
/// them.
///
/// Thread safety: guarded by the commit lock.
final class OutOfOrderSamples {
    /// Samples of a chunk, as in Prometheus: the buffer is searched for each sample that comes.
    static final int CHUNK_SAMPLES = 32;

    private static final OutOfOrderChunk[] NO_CHUNKS = {};

    private OutOfOrderChunk[] chunks = NO_CHUNKS;
    private long[] times = new long[4];
    private double[] values = new double[4];

    /// Start timestamps of the samples not sealed yet; null while none is known.
    private long @Nullable [] starts;

    private int size;
    private long start;
    private long chunkBytes;

    /// How many ever came.
    long arrived() {
        return start + size;
    }

    boolean isEmpty() {
        return size == 0 && chunks.length == 0;
    }

    /// Whether a time is among those not sealed yet.
    boolean isBuffered(long t) {
        for (int i = 0; i < size; i++) {
            if (times[i] == t) {
                return true;
            }
        }
        return false;
    }

    /// Adds the starts of the ranges before a time in which there are samples.
    void addRanges(long range, long before, OutOfOrderSealer sealer, Collection<Long> starts) {
        for (OutOfOrderChunk chunk : chunks) {
            if (chunk.mint() < before) {
                LforChunk decoded = sealer.decode(chunk);
                for (int i = 0; i < decoded.count() && decoded.timeAt(i) < before; i++) {
                    starts.add(Math.floorDiv(decoded.timeAt(i), range) * range);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            if (times[i] < before) {
                starts.add(Math.floorDiv(times[i], range) * range);
            }
        }
    }

    OutOfOrderChunk[] chunks() {
        return chunks;
    }

    /// @param startTime epoch milliseconds; 0 where not known
    void add(long t, double v, long startTime) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            starts = starts == null ? null : Arrays.copyOf(starts, 2 * size);
        }
        if (starts == null && startTime != 0) {
            starts = new long[times.length];
        }
        if (starts != null) {
            starts[size] = startTime;
        }
        times[size] = t;
        values[size++] = v;
    }

    boolean isFull() {
        return size == CHUNK_SAMPLES;
    }

    /// Replaces the samples not sealed yet, if there are any, by a chunk of them.
    void seal(OutOfOrderSealer sealer) {
        if (size == 0) {
            return;
        }
        OutOfOrderChunk chunk = sealer.seal(times, values, starts, size, start);
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = chunk;
        chunkBytes += chunk.memory();
        clearBuffer();
    }

    private void clearBuffer() {
        start += size;
        times = new long[4];
        values = new double[4];
        starts = null;
        size = 0;
    }

    /// Drops the chunks that end before a time, and the buffer if all of it does.
    void dropBefore(long oldest) {
        OutOfOrderChunk[] kept = new OutOfOrderChunk[chunks.length];
        int n = 0;
        for (OutOfOrderChunk chunk : chunks) {
            if (chunk.maxt() >= oldest) {
                kept[n++] = chunk;
            } else {
                chunkBytes -= chunk.memory();
            }
        }
        if (n < chunks.length) {
            chunks = Arrays.copyOf(kept, n);
        }
        for (int i = 0; i < size; i++) {
            if (times[i] >= oldest) {
                return;
            }
        }
        if (size > 0) {
            clearBuffer();
        }
    }

    /// Drops what somebody has written elsewhere; of chunks only those of which he saw all. No
    /// reader is open that saw less.
    ///
    /// @param seen how many samples he saw
    /// @param before the time before which he wrote them
    void dropWritten(long seen, long before) {
        OutOfOrderChunk[] kept = new OutOfOrderChunk[chunks.length];
        int n = 0;
        for (OutOfOrderChunk chunk : chunks) {
            if (chunk.maxt() >= before || chunk.start() + chunk.count() > seen) {
                kept[n++] = chunk;
            } else {
                chunkBytes -= chunk.memory();
            }
        }
        if (n < chunks.length) {
            chunks = Arrays.copyOf(kept, n);
        }
        dropWrittenBuffer(seen, before);
    }

    /// Those that stay and were seen get the numbers just below `seen`, so that the later ones keep
    /// theirs.
    private void dropWrittenBuffer(long seen, long before) {
        long[] keptTimes = new long[times.length];
        double[] keptValues = new double[times.length];
        long[] old = starts;
        long[] keptStarts = old == null ? null : new long[times.length];
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (times[i] >= before || start + i >= seen) {
                if (old != null && keptStarts != null) {
                    keptStarts[n] = old[i];
                }
                keptTimes[n] = times[i];
                keptValues[n++] = values[i];
            }
        }
        if (n < size) {
            start += size - n;
            times = keptTimes;
            values = keptValues;
            starts = keptStarts;
            size = n;
        }
    }

    /// The oldest time; `Long.MAX_VALUE` where there is none.
    long mint() {
        long mint = Long.MAX_VALUE;
        for (OutOfOrderChunk chunk : chunks) {
            mint = Math.min(mint, chunk.mint());
        }
        for (int i = 0; i < size; i++) {
            mint = Math.min(mint, times[i]);
        }
        return mint;
    }

    /// The newest time; `Long.MIN_VALUE` where there is none.
    long maxt() {
        long maxt = Long.MIN_VALUE;
        for (OutOfOrderChunk chunk : chunks) {
            maxt = Math.max(maxt, chunk.maxt());
        }
        for (int i = 0; i < size; i++) {
            maxt = Math.max(maxt, times[i]);
        }
        return maxt;
    }

    /// Memory of chunks and buffer.
    long bytes() {
        return 160 + (starts == null ? 16L : 24L) * times.length + chunkBytes;
    }

    /// @param end how many samples the reader sees
    OutOfOrderView view(long end) {
        return new OutOfOrderView(chunks, times, values, starts, start, end);
    }
}
