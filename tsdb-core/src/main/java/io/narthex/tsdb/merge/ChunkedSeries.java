package io.narthex.tsdb.merge;

import io.narthex.model.SeriesData;
import io.narthex.tsdb.chunk.ChunkEncoding;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// A series that gives its chunks away as they are stored, for whoever only puts them elsewhere.
///
/// Thread safety: as [SeriesData] says.
public interface ChunkedSeries extends SeriesData {
    /// The index behind the samples that lie in one piece with a sample: to the end of its chunk,
    /// or of what this series has of it.
    int endOfChunk(int i);

    /// The encoding of the chunk that has the samples from one up to [#endOfChunk] and no others;
    /// null where there is none.
    @Nullable ChunkEncoding chunkAt(int i);

    /// The bytes of that chunk, in an array from its start; good until the series is asked for
    /// anything else.
    ///
    /// @param i a sample for which [#chunkAt] is not null
    ByteBuffer chunkBytes(int i);
}
