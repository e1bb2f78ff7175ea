package io.narthex.tsdb;

import io.narthex.model.StorageException;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.head.HeadOptions;
import io.narthex.tsdb.head.Recovery;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.pressure.DiskSpace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens head and blocks where the options say, and holds the lock of their directory.
///
/// Thread safety: for one thread.
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK = "lock";

    private final Head head;
    private final @Nullable BlockList blocks;
    private final @Nullable DiskSpace disk;
    private final @Nullable SizeLimit limit;
    private final @Nullable AutoCloseable lock;

    private DataDirectory(
            Head head,
            @Nullable BlockList blocks,
            @Nullable DiskSpace disk,
            @Nullable SizeLimit limit,
            @Nullable AutoCloseable lock) {
        this.head = head;
        this.blocks = blocks;
        this.disk = disk;
        this.limit = limit;
        this.lock = lock;
    }

    /// Opens head and blocks; where there is no directory, a head in memory and no blocks.
    ///
    /// @throws StorageException if the directory is somebody else's or can't be read
    static DataDirectory open(TsdbOptions options, HeadOptions headOptions) {
        Path directory = options.directory();
        if (directory == null) {
            return new DataDirectory(Head.inMemory(headOptions), null, null, null, null);
        }
        AutoCloseable lock = null;
        BlockList blocks = null;
        try {
            options.files().createDirectories(directory);
            lock = options.files().lock(directory.resolve(LOCK));
            SizeLimit limit = new SizeLimit(options, directory);
            limit.check();
            DiskSpace disk =
                    new DiskSpace(
                            options.files(), directory, options.reserveBytes(), options.clock());
            disk.open();
            blocks = BlockList.open(options.files(), directory);
            report(blocks);
            warnOfForeignLog(directory);
            Head head = Head.open(headOptions, options.files(), directory, options.sync(), disk);
            report(directory, head.recovery());
            return new DataDirectory(head, blocks, disk, limit, lock);
        } catch (IOException | CorruptionException e) {
            close(blocks);
            release(lock);
            throw new StorageException(
                    "the data directory " + directory + " can't be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(blocks);
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

    private static void report(BlockList blocks) {
        blocks.problems().forEach(p -> LOG.error("a block is left out: {}", p.getMessage()));
        if (!blocks.blocks().isEmpty()) {
            LOG.info(
                    "{} blocks with {} samples",
                    blocks.blocks().size(),
                    blocks.blocks().stream().mapToLong(b -> b.meta().stats().samples()).sum());
        }
    }

    /// A directory of Prometheus has samples that are in no block yet.
    private static void warnOfForeignLog(Path directory) {
        if (Files.isDirectory(directory.resolve("wal"))) {
            LOG.warn(
                    "{} has a log of Prometheus; samples that are only there are not read, and it"
                            + " is left as it is. To have them too, let Prometheus make a snapshot"
                            + " before it is stopped (--web.enable-admin-api, POST"
                            + " /api/v1/admin/tsdb/snapshot) and import that: ./narthex tsdb import"
                            + " snapshots/NAME",
                    directory);
        }
    }

    private static void close(@Nullable BlockList blocks) {
        if (blocks != null) {
            blocks.close();
        }
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

    /// The blocks; null where there is no directory.
    @Nullable BlockList blocks() {
        return blocks;
    }

    /// The space there is; null where there is no directory.
    @Nullable DiskSpace disk() {
        return disk;
    }

    /// How large the store may be; null where there is no directory.
    @Nullable SizeLimit limit() {
        return limit;
    }

    /// Closes head and blocks and gives the lock back.
    ///
    /// @throws StorageException if samples may not survive a power cut
    @Override
    public void close() {
        try {
            head.close();
        } catch (IOException e) {
            throw new StorageException("the log can't be synced; the last samples may be lost", e);
        } finally {
            close(blocks);
            release(lock);
        }
    }
}
