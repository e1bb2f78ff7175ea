package io.narthex.rules.history;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// The two files of a history: one that is written, and the one before, so that there is always
/// room for a full history and never for more than two. The bytes are described in
/// `docs/formats/alert-history.md`.
///
/// Thread safety: for one thread at a time.
final class HistoryFiles implements Closeable {
    static final String NEW = "events";
    static final String OLD = "events.old";
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFiles.class);

    /// Length and checksum.
    private static final int HEAD = 8;

    /// Labels are not that long: what claims to be is damaged.
    private static final int MAX_RECORD = 1 << 20;

    private final Path folder;
    private final int capacity;
    private FileChannel channel;
    private int records;

    private HistoryFiles(Path folder, int capacity) throws IOException {
        this.folder = folder;
        this.capacity = capacity;
        this.channel = create(folder.resolve(NEW));
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// Opens the files of a folder.
    ///
    /// @param capacity records of one file
    /// @param into gets what they hold, oldest first
    static HistoryFiles open(Path folder, int capacity, Consumer<AlertEvent> into)
            throws IOException {
        Files.createDirectories(folder);
        HistoryFiles files = new HistoryFiles(folder, capacity);
        Path old = folder.resolve(OLD);
        if (Files.exists(old)) {
            try (FileChannel channel = FileChannel.open(old, StandardOpenOption.READ)) {
                int _ = read(channel, old, into);
            }
        }
        files.records = read(files.channel, folder.resolve(NEW), into);
        // What a killed process left unfinished must not stand in front of what comes.
        files.channel.truncate(files.channel.position());
        return files;
    }

    /// Reads records up to the end, or to the first one that is not whole, and stops there.
    ///
    /// @return how many
    private static int read(FileChannel channel, Path file, Consumer<AlertEvent> into)
            throws IOException {
        int count = 0;
        long good = 0;
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.remaining() >= HEAD) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length < 0 || length > MAX_RECORD || length > bytes.remaining()) {
                break;
            }
            byte[] record = new byte[length];
            bytes.get(record);
            if (checksum(record) != checksum) {
                break;
            }
            try {
                into.accept(EventBytes.read(record));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{}: a change that this version can't read is left out", file, e);
            }
            count++;
            good = bytes.position();
        }
        if (good < bytes.limit()) {
            LOG.warn(
                    "{}: what is behind byte {} of {} is damaged and left out",
                    file,
                    good,
                    bytes.limit());
        }
        channel.position(good);
        return count;
    }

    private static int checksum(byte[] record) {
        CRC32 crc = new CRC32();
        crc.update(record);
        return (int) crc.getValue();
    }

    /// Writes a record behind the others.
    void append(AlertEvent event) throws IOException {
        if (records >= capacity) {
            channel.close();
            Files.move(
                    folder.resolve(NEW), folder.resolve(OLD), StandardCopyOption.REPLACE_EXISTING);
            channel = create(folder.resolve(NEW));
            records = 0;
        }
        byte[] record = EventBytes.write(event);
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + record.length);
        bytes.putInt(record.length).putInt(checksum(record)).put(record).flip();
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
        records++;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
