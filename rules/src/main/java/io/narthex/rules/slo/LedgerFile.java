package io.narthex.rules.slo;

import io.narthex.rules.slo.EventLedger.Entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The file of a ledger: a header and a record for each slot, appended when the slot is over.
///
/// All numbers are big-endian.
///
/// ```text
/// header   magic "NSLO" 4 | version 4 | slot width, ms 8 | fingerprint of what is counted 8
/// record   slot end, ms 8 | total 8 | bad at least 8 | bad at most 8
///          | first sample, ms 8 | CRC-32C 4
/// ```
///
/// What a crash left half written at the end is cut off: its slots are counted again from samples.
///
/// Thread safety: for one thread at a time; the owner locks.
final class LedgerFile implements AutoCloseable {
    static final int MAGIC = 0x4e534c4f;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 24;
    static final int RECORD_BYTES = 44;
    private static final int SUMMED_BYTES = 40;

    private final Path path;
    private final long width;
    private final long fingerprint;
    private FileChannel channel;
    private long records;

    private LedgerFile(Path path, long width, long fingerprint, FileChannel channel) {
        this.path = path;
        this.width = width;
        this.fingerprint = fingerprint;
        this.channel = channel;
    }

    /// A file and what it held.
    ///
    /// @param entries in order of time
    /// @param cutOff bytes at the end that were no whole record
    /// @param replaced whether there was a file of another definition, which was replaced
    record Opened(LedgerFile file, List<Entry> entries, long cutOff, boolean replaced) {}

    /// Opens a file, or makes it.
    ///
    /// @param fingerprint of what is counted: sums of something else are of no use
    /// @throws UncheckedIOException if the file can't be read or written
    static Opened open(Path path, long width, long fingerprint) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
            ByteBuffer in = ByteBuffer.wrap(bytes);
            boolean fits = headerFits(in, width, fingerprint);
            List<Entry> entries = fits ? entries(in) : List.of();
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            LedgerFile file = new LedgerFile(path, width, fingerprint, channel);
            long whole = fits ? HEADER_BYTES + (long) RECORD_BYTES * entries.size() : 0;
            channel.truncate(whole);
            if (!fits) {
                write(channel, file.header(), 0);
            }
            file.records = entries.size();
            boolean replaced = !fits && bytes.length > 0;
            return new Opened(file, entries, fits ? bytes.length - whole : 0, replaced);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static boolean headerFits(ByteBuffer in, long width, long fingerprint) {
        return in.remaining() >= HEADER_BYTES
                && in.getInt() == MAGIC
                && in.getInt() == VERSION
                && in.getLong() == width
                && in.getLong() == fingerprint;
    }

    private static List<Entry> entries(ByteBuffer in) {
        List<Entry> entries = new ArrayList<>();
        long end = Long.MIN_VALUE;
        while (in.remaining() >= RECORD_BYTES) {
            int at = in.position();
            int sum = checksum(in.slice(at, SUMMED_BYTES));
            long slotEnd = in.getLong();
            Events events =
                    new Events(in.getDouble(), in.getDouble(), in.getDouble(), in.getLong());
            if (in.getInt() != sum || slotEnd <= end) {
                break;
            }
            end = slotEnd;
            entries.add(new Entry(slotEnd, events));
        }
        return entries;
    }

    /// Appends slots.
    ///
    /// @throws UncheckedIOException if they can't be written; they may be appended again later
    void append(List<Entry> entries) {
        try {
            write(channel, records(entries), HEADER_BYTES + RECORD_BYTES * records);
            records += entries.size();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /// How many slots the file holds, forgotten ones included.
    long records() {
        return records;
    }

    /// Writes the file anew with these slots only.
    ///
    /// @throws UncheckedIOException if that fails; the old file stays then
    void rewrite(List<Entry> entries) {
        Path next = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            try (FileChannel written =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                write(written, header(), 0);
                write(written, records(entries), HEADER_BYTES);
                written.force(true);
            }
            move(next);
            channel.close();
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
            records = entries.size();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private void move(Path next) throws IOException {
        try {
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private ByteBuffer header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putLong(width)
                .putLong(fingerprint)
                .flip();
    }

    private static ByteBuffer records(List<Entry> entries) {
        ByteBuffer out = ByteBuffer.allocate(RECORD_BYTES * entries.size());
        for (Entry entry : entries) {
            int at = out.position();
            Events events = entry.events();
            out.putLong(entry.end()).putDouble(events.total()).putDouble(events.badAtLeast());
            out.putDouble(events.badAtMost()).putLong(events.first());
            out.putInt(checksum(out.slice(at, SUMMED_BYTES)));
        }
        return out.flip();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position)
            throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static UncheckedIOException failed(Path path, IOException e) {
        return new UncheckedIOException("the SLO ledger " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }
}
