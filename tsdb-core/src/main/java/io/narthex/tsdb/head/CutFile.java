package io.narthex.tsdb.head;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/// The file that says which samples of the head's other files count no more, because blocks have
/// them: those that came in order and are older than the cut.
///
/// Thread safety: one thread at a time writes.
final class CutFile {
    /// No sample is older.
    static final long NONE = Long.MIN_VALUE;

    private static final String NAME = "cut";

    /// `NARXCUT` and the version, 1, as one little-endian number.
    private static final long MAGIC = 0x01_54_55_43_58_52_41_4eL;

    private static final int BYTES = 20;

    private CutFile() {}

    /// Writes the file durably, in place of the one before.
    ///
    /// @param directory the head's
    static void write(FileStore files, Path directory, long cut) throws IOException {
        files.replace(directory.resolve(NAME), bytes(cut));
    }

    /// The file's bytes.
    static byte[] bytes(long cut) {
        ByteWriter out = new ByteWriter(BYTES);
        out.putLong(MAGIC);
        out.putLong(cut);
        out.putInt(crc(out.array()));
        return out.array();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }

    /// Reads the file; [#NONE] where there is none. A damaged one costs nothing but that samples
    /// are in memory that blocks have too.
    static long read(FileStore files, Path directory, List<Corruption> corruptions)
            throws IOException {
        Path path = directory.resolve(NAME);
        byte[] bytes = new byte[BYTES];
        try (StoreFile file = files.open(path)) {
            if (file.size() == BYTES) {
                file.read(0, bytes, 0, BYTES);
            }
        } catch (NoSuchFileException _) {
            return NONE;
        }
        ByteReader in = new ByteReader(bytes, 0, BYTES);
        long magic = in.getLong();
        long cut = in.getLong();
        if (magic != MAGIC || in.getInt() != crc(bytes)) {
            corruptions.add(new Corruption(path, 0, BYTES, "the time of the cut is damaged", 0));
            return NONE;
        }
        return cut;
    }
}
