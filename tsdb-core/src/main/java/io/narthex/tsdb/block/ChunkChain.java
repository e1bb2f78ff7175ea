package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.BesideChunk;
import io.narthex.tsdb.chunk.Chunks;
import io.narthex.tsdb.chunk.LforChunk;

/// Makes the values of chunks that hold what they differ by from a chunk of the series before: down
/// to a chunk that needs no other, or has its values already, and up again.
///
/// Thread safety: for one thread.
final class ChunkChain {
    /// Where loaded chunks are; loading one may drive another one out.
    interface Source {
        LoadedChunk chunk(int series, int number);
    }

    private final SeriesDirectory directory;
    private final Source source;

    /// Chunks that wait for their values, each of the series before the last one's.
    private final int[] waiting = new int[BesideChunk.MAX_DEPTH];

    private final LforChunk decoder = new LforChunk();
    private final double[] values = new double[Chunks.MAX_LONG_SAMPLES];

    ChunkChain(SeriesDirectory directory, Source source) {
        this.directory = directory;
        this.source = source;
    }

    /// Completes a chunk, which is the source's last one then.
    ///
    /// @throws io.narthex.tsdb.io.CorruptionException if there are no such chunks as it needs
    void complete(int series, int number) {
        LoadedChunk slot = source.chunk(series, number);
        BesideChunk chunk = slot.incomplete();
        if (chunk != null) {
            int other = directory.chunkBeside(series, number, chunk.distance());
            LoadedChunk before = source.chunk(series - 1, other);
            // As when all buckets are read, one after the other.
            if (before != slot
                    && before.incomplete() == null
                    && before.reader() instanceof BesideChunk beside
                    && beside.count() == chunk.count()) {
                chunk.complete(beside, decoder);
            } else {
                climb(series, number);
            }
        }
    }

    /// Goes down to a chunk that has its values, and up again.
    private void climb(int series, int number) {
        int depth = 0;
        int least = BesideChunk.MAX_DEPTH + 1;
        int next = number;
        LoadedChunk slot = source.chunk(series, next);
        for (BesideChunk c = slot.incomplete(); c != null; c = slot.incomplete()) {
            if (c.depth() >= least) {
                throw slot.corrupt("a chunk of depth " + c.depth() + " below one of " + least);
            }
            least = c.depth();
            waiting[depth] = next;
            next = directory.chunkBeside(series - depth, next, c.distance());
            depth++;
            slot = source.chunk(series - depth, next);
        }
        int n = slot.reader().count();
        slot.reader().values(0, Math.min(n, values.length), values, 0);
        while (depth > 0) {
            depth--;
            slot = source.chunk(series - depth, waiting[depth]);
            if (slot.reader().count() != n) {
                throw slot.corrupt("beside a chunk of " + n + " samples");
            }
            BesideChunk chunk = slot.incomplete();
            if (chunk != null) {
                chunk.complete(values, decoder);
            }
            slot.reader().values(0, n, values, 0);
        }
    }
}
