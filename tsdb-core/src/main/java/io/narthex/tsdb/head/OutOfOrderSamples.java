package io.narthex.tsdb.head;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

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

    /// Those not sealed yet.
    private OutOfOrderColumns buffer = OutOfOrderColumns.of(4);

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
            if (buffer.times()[i] == t) {
                return true;
            }
        }
        return false;
    }

    /// Adds the starts of the ranges before a time in which there are samples.
    void addRanges(long range, long before, OutOfOrderSealer sealer, Collection<Long> starts) {
        for (OutOfOrderChunk chunk : chunks) {
            if (chunk.mint() < before) {
                addRanges(range, before, sealer.times(chunk), chunk.count(), starts);
            }
        }
        addRanges(range, before, buffer.times(), size, starts);
    }

    private static void addRanges(
            long range, long before, long[] times, int n, Collection<Long> starts) {
        for (int i = 0; i < n; i++) {
            if (times[i] < before) {
                starts.add(Math.floorDiv(times[i], range) * range);
            }
        }
    }

    OutOfOrderChunk[] chunks() {
        return chunks;
    }

    /// @param startTime epoch milliseconds; 0 where not known
    /// @param h the native histogram; null for a float
    void add(long t, double v, long startTime, @Nullable FloatHistogram h) {
        buffer = buffer.with(size++, t, v, startTime, h);
    }

    boolean isFull() {
        return size == CHUNK_SAMPLES;
    }

    /// Replaces the samples not sealed yet, if there are any, by a chunk of them.
    void seal(OutOfOrderSealer sealer) {
        if (size == 0) {
            return;
        }
        List<OutOfOrderChunk> sealed = sealer.seal(buffer, size, start);
        int n = chunks.length;
        chunks = Arrays.copyOf(chunks, n + sealed.size());
        for (OutOfOrderChunk chunk : sealed) {
            chunks[n++] = chunk;
            chunkBytes += chunk.memory();
        }
        clearBuffer();
    }

    private void clearBuffer() {
        start += size;
        buffer = OutOfOrderColumns.of(4);
        size = 0;
    }

    /// Drops the chunks that end before a time, and the buffer if all of it does.
    void dropBefore(long oldest) {
        keepChunks(chunk -> chunk.maxt() >= oldest);
        for (int i = 0; i < size; i++) {
            if (buffer.times()[i] >= oldest) {
                return;
            }
        }
        if (size > 0) {
            clearBuffer();
        }
    }

    private void keepChunks(Predicate<OutOfOrderChunk> which) {
        OutOfOrderChunk[] kept = new OutOfOrderChunk[chunks.length];
        int n = 0;
        for (OutOfOrderChunk chunk : chunks) {
            if (which.test(chunk)) {
                kept[n++] = chunk;
            } else {
                chunkBytes -= chunk.memory();
            }
        }
        if (n < chunks.length) {
            chunks = Arrays.copyOf(kept, n);
        }
    }

    /// Drops what somebody has written elsewhere; of chunks only those of which he saw all. No
    /// reader is open that saw less.
    ///
    /// @param seen how many samples he saw
    /// @param before the time before which he wrote them
    void dropWritten(long seen, long before) {
        keepChunks(chunk -> chunk.maxt() >= before || chunk.end() > seen);
        dropWrittenBuffer(seen, before);
    }

    /// Those that stay and were seen get the numbers just below `seen`, so that the later ones keep
    /// theirs.
    private void dropWrittenBuffer(long seen, long before) {
        OutOfOrderColumns kept = OutOfOrderColumns.of(buffer.times().length);
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (buffer.times()[i] >= before || start + i >= seen) {
                kept = kept.with(n++, buffer, i);
            }
        }
        if (n < size) {
            start += size - n;
            buffer = kept;
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
            mint = Math.min(mint, buffer.times()[i]);
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
            maxt = Math.max(maxt, buffer.times()[i]);
        }
        return maxt;
    }

    /// Memory of chunks and buffer.
    long bytes() {
        return 160 + buffer.memory(size) + chunkBytes;
    }

    /// @param end how many samples the reader sees
    OutOfOrderView view(long end) {
        return new OutOfOrderView(chunks, buffer, start, end);
    }
}
