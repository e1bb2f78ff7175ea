package io.narthex.tsdb.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// An open file.
///
/// Thread safety: one thread at a time may write and read; [#force] may be called meanwhile and
/// covers what was written before the call. An interrupt neither stops nor breaks anything.
public interface StoreFile extends AutoCloseable {
    /// The file's size in bytes.
    long size() throws IOException;

    /// Writes bytes at a position, growing the file.
    void write(long position, byte[] src, int offset, int length) throws IOException;

    /// Reads bytes from a position.
    ///
    /// @throws java.io.EOFException if the file ends before
    void read(long position, byte[] dst, int offset, int length) throws IOException;

    /// Sets the file's size: cuts it, or lets it grow without using space for the new part.
    void resize(long size) throws IOException;

    /// Makes what was written durable: it survives a power cut.
    void force() throws IOException;

    /// The file's bytes from 0 as memory, read-only; what is written later is seen too. The mapping
    /// lives as long as somebody refers to it, also behind the file's closing and deletion.
    ///
    /// @param size at most the file's size
    MemorySegment map(long size) throws IOException;

    @Override
    void close() throws IOException;
}
