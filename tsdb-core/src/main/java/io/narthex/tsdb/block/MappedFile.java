package io.narthex.tsdb.block;

import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A file of a block, mapped for reading. Numbers are big-endian; whatever would pass the end is
/// corrupt.
///
/// Thread safety: safe for concurrent readers until the arena is closed; then every read fails with
/// an [IllegalStateException].
final class MappedFile {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// Checksums are made in steps that fit a byte buffer.
    private static final long CHECKSUM_STEP = 1 << 30;

    private final Path path;
    private final MemorySegment bytes;

    private MappedFile(Path path, MemorySegment bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /// Maps a whole file for as long as the arena lives.
    ///
    /// @throws UncheckedIOException if it can't be read
    static MappedFile open(FileStore files, Path path, Arena arena) {
        try {
            return new MappedFile(path, files.map(path, arena));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    Path path() {
        return path;
    }

    long size() {
        return bytes.byteSize();
    }

    CorruptionException corrupt(long offset, String reason) {
        return new CorruptionException(path, offset, reason);
    }

    /// Fails unless `length` bytes exist from an offset.
    void require(long offset, long length, String what) {
        if (offset < 0 || length < 0 || length > size() - offset) {
            throw corrupt(
                    Math.clamp(offset, 0, size()),
                    what + " of " + length + " bytes in a file of " + size());
        }
    }

    int u8(long at) {
        require(at, 1, "a byte");
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    /// An unsigned 32-bit number.
    long u32(long at) {
        require(at, Integer.BYTES, "a number");
        return Integer.toUnsignedLong(bytes.get(INT, at));
    }

    long i64(long at) {
        require(at, Long.BYTES, "a number");
        return bytes.get(LONG, at);
    }

    void copy(long at, byte[] dst, int n) {
        require(at, n, "a field");
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, dst, 0, n);
    }

    /// The CRC-32C of `length` bytes from an offset.
    int crc32c(long at, long length) {
        require(at, length, "a section");
        CRC32C crc = new CRC32C();
        for (long done = 0; done < length; ) {
            long step = Math.min(CHECKSUM_STEP, length - done);
            crc.update(bytes.asSlice(at + done, step).asByteBuffer());
            done += step;
        }
        return (int) crc.getValue();
    }

    /// Fails unless the four bytes behind `length` bytes from an offset are their CRC-32C.
    void checkCrc(long at, long length, String what) {
        require(at, length + Integer.BYTES, what);
        if (crc32c(at, length) != (int) u32(at + length)) {
            throw corrupt(at, what + " does not match its checksum");
        }
    }

    /// Checks a section that starts with its length in four bytes and ends with a checksum.
    ///
    /// @return a cursor over what the length counts
    MappedCursor section(long at, String what) {
        long length = u32(at);
        checkCrc(at + Integer.BYTES, length, what);
        return new MappedCursor(this, at + Integer.BYTES, at + Integer.BYTES + length);
    }
}
