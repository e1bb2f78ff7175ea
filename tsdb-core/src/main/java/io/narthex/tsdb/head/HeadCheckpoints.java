package io.narthex.tsdb.head;

import io.narthex.tsdb.wal.Wal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// When checkpoints of the head are written, and what the head's files need besides.
///
/// Thread safety: safe for concurrent calls.
final class HeadCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(HeadCheckpoints.class);

    private final HeadFiles files;
    private final HeadMemory memory;
    private final SampleWriter writer;
    private final SeriesRegistry series;
    private final ReentrantLock commitLock;
    private final Supplier<HeadQuerier> openQuerierLocked;

    /// Lets one checkpoint be made at a time; taken before all other locks.
    private final ReentrantLock checkpointLock = new ReentrantLock();

    /// Whether the files hold nothing that was found damaged.
    private volatile boolean sound;

    /// @param openQuerierLocked opens a querier that selects nothing, but keeps regions from being
    ///     used again; the commit lock is held
    /// @param sound whether no damage was found in the files; else a checkpoint is due
    HeadCheckpoints(
            HeadFiles files,
            HeadMemory memory,
            SampleWriter writer,
            SeriesRegistry series,
            ReentrantLock commitLock,
            Supplier<HeadQuerier> openQuerierLocked,
            boolean sound) {
        this.files = files;
        this.memory = memory;
        this.writer = writer;
        this.series = series;
        this.commitLock = commitLock;
        this.openQuerierLocked = openQuerierLocked;
        this.sound = sound;
    }

    /// See [Head#tick].
    void tick() throws IOException {
        try {
            if (files.tick() && (files.wantsCheckpoint() || !sound)) {
                write();
            }
        } catch (IOException e) {
            files.disk().failed(e);
            throw e;
        }
    }

    /// See [Head#checkpoint].
    void write() throws IOException {
        checkpointLock.lock();
        boolean written = false;
        try (HeadCheckpoint checkpoint = series.holdStill(this::capture)) {
            checkpoint.write();
            written = true;
            sound = true;
        } finally {
            end(written);
            checkpointLock.unlock();
        }
    }

    private HeadCheckpoint capture() throws IOException {
        commitLock.lock();
        try {
            Wal.Rotation rotation = files.beginCheckpoint();
            HeadQuerier reader = openQuerierLocked.get();
            return new HeadCheckpoint(files, rotation, reader, memory, writer.maxTime());
        } finally {
            commitLock.unlock();
        }
    }

    private void end(boolean written) {
        commitLock.lock();
        try {
            files.checkpointEnded(written);
        } finally {
            commitLock.unlock();
        }
    }

    private boolean hasGap() {
        commitLock.lock();
        try {
            return files.hasGap();
        } finally {
            commitLock.unlock();
        }
    }

    /// Closes the files behind a last checkpoint, or, where that can't be written, with a synced
    /// log.
    ///
    /// @throws IOException if not even the log could be synced, or samples are lost that were in
    ///     memory only
    void close() throws IOException {
        try {
            write();
        } catch (IOException e) {
            if (hasGap()) {
                files.close();
                throw e;
            }
            LOG.warn("no checkpoint at the end; the next start reads the log instead", e);
        }
        files.close();
    }
}
