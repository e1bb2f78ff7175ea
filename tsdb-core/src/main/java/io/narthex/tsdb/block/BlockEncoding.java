package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.ChunkEncoding;

/// Whom a block is written for.
///
/// Thread safety: immutable.
public enum BlockEncoding {
    /// For this store: floats in LFOR chunks, fast to read and small.
    NATIVE(ChunkEncoding.LFOR),
    /// For Prometheus and its kin: floats in XOR chunks.
    PROMETHEUS(ChunkEncoding.XOR);

    private final ChunkEncoding floats;

    BlockEncoding(ChunkEncoding floats) {
        this.floats = floats;
    }

    ChunkEncoding floats() {
        return floats;
    }
}
