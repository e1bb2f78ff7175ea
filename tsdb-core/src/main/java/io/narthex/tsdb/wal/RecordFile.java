package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.MalformedException;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// Reads a file of records, or a part of one, and cuts out what is damaged.
///
/// Thread safety: for one thread.
final class RecordFile {
    /// No file that the store writes comes near this; a longer one is not read into memory.
    private static final long MAX_BYTES = 1L << 30;

    /// Bytes of payloads that are checked in vain behind one damage before the rest is given up.
    private static final long MAX_SEARCH = 64L << 20;

    /// Gets the records.
    interface Visitor {
        /// Takes one record.
        ///
        /// @throws MalformedException if the payload means nothing: the record is left out
        void record(RecordType type, ByteReader payload);
    }

    private final Path path;
    private final byte[] bytes;

    /// Where the bytes start in the file.
    private final long base;

    private final CRC32C crc = new CRC32C();
    private int at;
    private int validEnd;

    private RecordFile(Path path, byte[] bytes, long base, int at) {
        this.path = path;
        this.bytes = bytes;
        this.base = base;
        this.at = at;
    }

    /// Reads a file into memory.
    ///
    /// @param newest the highest version that can be read
    /// @throws CorruptionException if it is a file of this kind and of a later version
    static RecordFile read(FileStore files, Path path, byte[] magic, int newest)
            throws IOException {
        byte[] bytes;
        try (StoreFile file = files.open(path)) {
            long size = file.size();
            if (size > MAX_BYTES) {
                throw new CorruptionException(path, 0, size + " bytes are too many");
            }
            bytes = new byte[(int) size];
            file.read(0, bytes, 0, bytes.length);
        }
        if (bytes.length >= RecordLayout.FILE_HEADER) {
            checkHeader(path, bytes, magic, newest);
        }
        return new RecordFile(path, bytes, 0, Math.min(RecordLayout.FILE_HEADER, bytes.length));
    }

    /// Reads a part of a file into memory that starts with a record.
    static RecordFile part(StoreFile file, Path path, long from, long to) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        file.read(from, bytes, 0, bytes.length);
        return new RecordFile(path, bytes, from, 0);
    }

    /// A file shorter than its header was just being created; all zeros are what a power cut leaves
    /// of one.
    private static void checkHeader(Path path, byte[] bytes, byte[] magic, int newest) {
        byte[] start = Arrays.copyOf(bytes, magic.length);
        int version = bytes[RecordLayout.VERSION_AT];
        if (Arrays.equals(start, magic) && version > newest) {
            throw new CorruptionException(
                    path,
                    RecordLayout.VERSION_AT,
                    "format version " + version + ", written by a newer version of Narthex");
        }
    }

    /// Where the last whole record ends, 0 where there is none; known after [#forEach].
    int validEnd() {
        return validEnd;
    }

    /// Where the file before this one ends, as this one says: what follows there was never
    /// acknowledged. `Long.MAX_VALUE` where the header is damaged.
    long previousEnd() {
        return previousEnd(bytes);
    }

    /// The same of a file that is not read as a whole.
    static long previousEnd(FileStore files, Path path) throws IOException {
        try (StoreFile file = files.open(path)) {
            byte[] header = new byte[(int) Math.min(file.size(), RecordLayout.FILE_HEADER)];
            file.read(0, header, 0, header.length);
            return previousEnd(header);
        }
    }

    private static long previousEnd(byte[] header) {
        boolean has =
                header.length >= RecordLayout.FILE_HEADER
                        && header[RecordLayout.VERSION_AT] == RecordLayout.WAL_VERSION;
        return has
                ? new ByteReader(header, RecordLayout.PREVIOUS_END_AT, header.length).getLong()
                : Long.MAX_VALUE;
    }

    /// The file's size in bytes.
    int size() {
        return bytes.length;
    }

    /// Gives every whole record to the visitor, and what had to be left out to `damage`.
    ///
    /// @param limit where the file ends although it is longer
    void forEach(long limit, Visitor visitor, Consumer<Corruption> damage) {
        boolean more = true;
        while (more) {
            more = next(limit, visitor, damage);
        }
    }

    /// Gives the next whole record to the visitor, or what has to be left out to `damage`. If the
    /// visitor throws anything but a [MalformedException], the same record comes again.
    ///
    /// @return false at the end
    boolean next(long limit, Visitor visitor, Consumer<Corruption> damage) {
        if (at >= bytes.length || position() >= limit) {
            return false;
        }
        if (!isHeader(at)) {
            int next = search(at + 1);
            damage.accept(damaged(at, next, torn(next, "no record header"), Corruption.UNKNOWN));
            at = next;
        } else if (end(at) > bytes.length) {
            damage.accept(damaged(at, bytes.length, "the file ends within a record", samples(at)));
            at = bytes.length;
        } else {
            String problem = visit(at, visitor);
            int next = (int) end(at);
            if (problem == null) {
                validEnd = next;
            } else {
                damage.accept(damaged(at, next, problem, samples(at)));
            }
            at = next;
        }
        return true;
    }

    /// Where the next record starts in the file.
    long position() {
        return base + at;
    }

    /// @return what is wrong with the record, or null
    private @Nullable String visit(int at, Visitor visitor) {
        int length = word(at + RecordLayout.LENGTH);
        int start = at + RecordLayout.HEADER;
        if (!isPayload(at)) {
            return "the record's checksum is wrong";
        }
        RecordType type = type(at);
        if (type == null) {
            return "a record of an unknown type, written by a newer version of Narthex";
        }
        try {
            ByteReader payload = new ByteReader(bytes, start, start + length);
            visitor.record(type, isDeflated(at) ? PackedPayload.unpack(payload) : payload);
            return null;
        } catch (MalformedException e) {
            return "a record that means nothing: " + e.reason();
        }
    }

    private @Nullable RecordType type(int at) {
        return RecordType.of(bytes[at + RecordLayout.TYPE] & 0xff & ~RecordLayout.DEFLATED);
    }

    private boolean isDeflated(int at) {
        return (bytes[at + RecordLayout.TYPE] & RecordLayout.DEFLATED) != 0;
    }

    private String torn(int next, String reason) {
        return next == bytes.length ? reason + " up to the end" : reason;
    }

    private Corruption damaged(int from, int to, String reason, long samples) {
        return new Corruption(path, base + from, to - from, reason, samples);
    }

    /// The samples in a record whose header is right, as far as the header tells.
    private long samples(int at) {
        RecordType type = type(at);
        if (type != null && type.isOfSamples()) {
            return word(at + RecordLayout.ITEMS);
        }
        boolean aboutSeries = type == RecordType.SERIES || type == RecordType.OPEN_BLOCKS;
        return aboutSeries ? Corruption.UNKNOWN : 0;
    }

    /// The place of the next whole record, or the file's end.
    private int search(int from) {
        long budget = MAX_SEARCH;
        for (int at = from; at + RecordLayout.HEADER <= bytes.length && budget > 0; at++) {
            if (isHeader(at) && end(at) <= bytes.length) {
                if (isPayload(at)) {
                    return at;
                }
                budget -= word(at + RecordLayout.LENGTH);
            }
        }
        return bytes.length;
    }

    private boolean isHeader(int at) {
        if (at + RecordLayout.HEADER > bytes.length) {
            return false;
        }
        int length = word(at + RecordLayout.LENGTH);
        int typeAndCheck = word(at + RecordLayout.TYPE);
        int items = word(at + RecordLayout.ITEMS);
        return length >= 0
                && items >= 0
                && typeAndCheck >>> 8
                        == RecordLayout.check(length, typeAndCheck & 0xff, items, base + at, crc);
    }

    private boolean isPayload(int at) {
        return word(at + RecordLayout.CRC)
                == RecordLayout.crc(
                        bytes, at + RecordLayout.HEADER, word(at + RecordLayout.LENGTH));
    }

    private long end(int at) {
        return (long) at + RecordLayout.HEADER + word(at + RecordLayout.LENGTH);
    }

    private int word(int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | bytes[at + 3] << 24;
    }
}
