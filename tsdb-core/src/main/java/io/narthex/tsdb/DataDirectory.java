package io.narthex.tsdb;

import io.narthex.model.StorageException;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadOptions;
import io.narthex.tsdb.head.Recovery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;

/// Opens the head where the options say, and holds the lock of its directory.
///
/// Thread safety: for one thread.
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK = "lock";

    private final Head head;
    private final @Nullable AutoCloseable lock;

    private DataDirectory(Head head, @Nullable AutoCloseable lock) {
        this.head = head;
        this.lock = lock;
    }

    /// Opens the head, in memory where there is no directory.
    ///
    /// @throws StorageException if the directory is somebody else's or can't be read
    static DataDirectory open(TsdbOptions options, HeadOptions headOptions) {
        Path directory = options.directory();
        if (directory == null) {
            return new DataDirectory(Head.inMemory(headOptions), null);
        }
        AutoCloseable lock = null;
        try {
            options.files().createDirectories(directory);
            lock = options.files().lock(directory.resolve(LOCK));
            Head head = Head.open(headOptions, options.files(), directory, options.sync());
            report(directory, head.recovery());
            return new DataDirectory(head, lock);
        } catch (IOException e) {
            release(lock);
            throw new StorageException(
                    "the data directory " + directory + " can't be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static void report(Path directory, Recovery r) {
        if (r.checkpoint() || r.samples() > 0) {
            LOG.info(
                    "restored {} series, {} chunks and {} logged samples from {} in {} ms",
                    r.series(),
                    r.chunks(),
                    r.samples(),
                    directory,
                    r.millis());
        }
        r.corruptions().forEach(c -> LOG.warn("damaged: {}", c));
    }

    private static void release(@Nullable AutoCloseable lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (Exception e) {
                LOG.warn("the lock of the data directory can't be given back", e);
            }
        }
    }

    Head head() {
        return head;
    }

    /// Closes the head and gives the lock back.
    ///
    /// @throws StorageException if samples may not survive a power cut
    @Override
    public void close() {
        try {
            head.close();
        } catch (IOException e) {
            throw new StorageException("the log can't be synced; the last samples may be lost", e);
        } finally {
            release(lock);
        }
    }
}
