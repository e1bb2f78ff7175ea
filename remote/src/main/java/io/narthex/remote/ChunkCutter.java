package io.narthex.remote;

import io.narthex.model.SeriesData;

import java.io.IOException;

/// Cuts samples into chunks in Prometheus' encodings.
///
/// Thread safety: for one thread.
@FunctionalInterface
public interface ChunkCutter {
    /// Cuts samples `from … end-1` of a series, in order.
    ///
    /// @throws IOException if the sink does
    void cut(SeriesData series, int from, int end, Sink sink) throws IOException;

    /// Takes chunks.
    @FunctionalInterface
    interface Sink {
        /// Takes a chunk.
        ///
        /// @param encoding Prometheus' number of the encoding
        /// @param mint the time of its first sample, epoch milliseconds
        /// @param maxt the time of its last sample
        /// @param bytes the chunk from the array's start; not to be kept
        void accept(int encoding, long mint, long maxt, byte[] bytes, int length)
                throws IOException;
    }
}
