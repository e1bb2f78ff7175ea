package io.narthex.tsdb.block;

import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A new file, written from its begin to its end through a buffer.
///
/// Thread safety: for one thread.
final class OutputFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 << 10;

    private final StoreFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;
    private long flushed;

    private final CRC32C crc = new CRC32C();
    private int crcFrom;
    private boolean checksumming;

    OutputFile(FileStore files, Path path) throws IOException {
        file = files.create(path);
    }

    /// Where the next byte goes.
    long position() {
        return flushed + used;
    }

    void write(byte[] src, int from, int n) throws IOException {
        int done = 0;
        while (done < n) {
            if (used == buffer.length) {
                flush();
            }
            int part = Math.min(n - done, buffer.length - used);
            System.arraycopy(src, from + done, buffer, used, part);
            used += part;
            done += part;
        }
    }

    /// Writes all of a buffer and empties it.
    void write(OutputBuffer out) throws IOException {
        write(out.bytes(), 0, out.size());
        out.clear();
    }

    /// Writes zeros up to a multiple of `alignment`.
    void pad(int alignment) throws IOException {
        int n = (int) (-position() & (alignment - 1));
        write(new byte[n], 0, n);
    }

    /// The checksum starts with the next byte.
    void startCrc() {
        crc.reset();
        crcFrom = used;
        checksumming = true;
    }

    /// Writes the checksum of what was written since it started.
    void endCrc() throws IOException {
        crc.update(buffer, crcFrom, used - crcFrom);
        checksumming = false;
        long sum = crc.getValue();
        write(
                new byte[] {
                    (byte) (sum >>> 24), (byte) (sum >>> 16), (byte) (sum >>> 8), (byte) sum
                },
                0,
                Integer.BYTES);
    }

    private void flush() throws IOException {
        if (checksumming) {
            crc.update(buffer, crcFrom, used - crcFrom);
            crcFrom = 0;
        }
        file.write(flushed, buffer, 0, used);
        flushed += used;
        used = 0;
    }

    /// Writes what is buffered and makes the file durable.
    void force() throws IOException {
        flush();
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
