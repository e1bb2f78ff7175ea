package io.narthex.tsdb.block;

import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/// Writes the files of a block's chunks, one behind the other.
///
/// Thread safety: for one thread.
final class ChunkSegmentWriter implements AutoCloseable {
    /// The most bytes of a file, as in Prometheus.
    private static final long MAX_BYTES = 512L << 20;

    private static final int MAX_OVERHEAD = 5 + 1 + Integer.BYTES;

    private final FileStore files;
    private final Path directory;
    private final OutputBuffer buffer = new OutputBuffer();
    private @Nullable OutputFile file;
    private int segments;

    /// @param directory is created
    ChunkSegmentWriter(FileStore files, Path directory) throws IOException {
        this.files = files;
        this.directory = directory;
        files.createDirectories(directory);
    }

    /// Writes a chunk; returns the reference by which the index names it.
    long write(ChunkEncoding encoding, byte[] data, int length) throws IOException {
        OutputFile out = file;
        if (out == null || out.position() + length + MAX_OVERHEAD > MAX_BYTES) {
            out = next();
        }
        long ref = (long) (segments - 1) << 32 | out.position();
        buffer.uvarint(length);
        int checked = buffer.size();
        buffer.u8(encoding.id());
        buffer.bytes(data, 0, length);
        buffer.crc(checked);
        out.write(buffer);
        return ref;
    }

    private OutputFile next() throws IOException {
        finish();
        segments++;
        OutputFile out = new OutputFile(files, directory.resolve("%06d".formatted(segments)));
        file = out;
        buffer.u32(ChunkSegments.MAGIC);
        buffer.u8(ChunkSegments.VERSION);
        buffer.bytes(new byte[3], 0, 3);
        out.write(buffer);
        return out;
    }

    /// Makes what was written durable.
    void finish() throws IOException {
        OutputFile out = file;
        if (out != null) {
            out.force();
            out.close();
            file = null;
        }
        files.forceDirectory(directory);
    }

    @Override
    public void close() throws IOException {
        OutputFile out = file;
        if (out != null) {
            out.close();
        }
    }
}
