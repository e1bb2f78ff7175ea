package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.ChunkEncoding;

/// Whom a block is written for.
///
/// Thread safety: immutable.
public enum BlockEncoding {
    /// For this store: floats in LFOR chunks, fast to read and small.
    NATIVE(ChunkEncoding.LFOR),
    /// For Prometheus and its kin: floats in XOR chunks, which all of them know, without start
    /// timestamps.
    PROMETHEUS(ChunkEncoding.XOR),
    /// For Prometheus from 3.11 on: floats in XOR2 chunks, with start timestamps.
    PROMETHEUS_XOR2(ChunkEncoding.XOR2);

    private final ChunkEncoding floats;

    BlockEncoding(ChunkEncoding floats) {
        this.floats = floats;
    }

    ChunkEncoding floats() {
        return floats;
    }
}
