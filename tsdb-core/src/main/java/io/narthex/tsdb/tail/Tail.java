package io.narthex.tsdb.tail;

import io.narthex.model.StorageException;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.wal.WalCursor;
import io.narthex.tsdb.wal.WalPosition;
import io.narthex.tsdb.wal.WalReaders;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Reads what is committed to a store, in the order of the commits, from its log.
///
/// Guarantees: an accepted sample is given once, or counted as lost once, as long as its reader
/// goes on from the positions of this tail; samples of one series come in the order in which they
/// were accepted. What was just committed may be given a moment before queries see it.
///
/// While a tail is open, the part of the log that it has not read yet is kept, up to
/// [io.narthex.tsdb.TsdbOptions#maxTailBytes] behind what a restart of the store needs; what is
/// older is skipped and counted as lost. A tail that is still open when the store is closed keeps
/// its part for the next start, where it is to be opened again before the next checkpoint.
///
/// Thread safety: for one thread; [#close] may be called by any.
public final class Tail implements AutoCloseable {
    private final WalReaders readers;
    private final WalCursor cursor;
    private final Delivery delivery;
    private volatile boolean closed;

    /// Opens a tail; callers use [io.narthex.tsdb.Tsdb#tail].
    ///
    /// @param log the log's directory
    /// @param labels labels by reference, null for series that are not there
    /// @throws IOException if the log can't be read
    public Tail(
            FileStore files,
            Path log,
            WalReaders readers,
            TailPosition position,
            LabelSource labels,
            DepartedSeries departed)
            throws IOException {
        this.readers = readers;
        this.delivery = new Delivery(labels, departed);
        WalPosition start =
                new WalPosition(position.segment(), position.offset(), position.sequence());
        this.cursor = new WalCursor(files, log, readers, start, delivery);
        delivery.opened(cursor, readers.end());
    }

    /// Gives the next part of a commit: its samples, its histograms or its exemplars. If the
    /// visitor throws, the same part comes again.
    ///
    /// @param timeout how long to wait for a commit where there is none to be read
    /// @return false where nothing has come: after the timeout, or because the tail or the store is
    ///     closed
    /// @throws StorageException if the log can't be read; it may be tried again
    /// @throws InterruptedException if the thread is interrupted while it waits
    public boolean next(TailVisitor visitor, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!closed) {
                WalPosition end = readers.end();
                if (delivery.next(cursor, visitor)) {
                    return true;
                }
                if (!cursor.await(end, deadline - System.nanoTime())) {
                    return false;
                }
            }
            return false;
        } catch (IOException e) {
            throw new StorageException("the log can't be read", e);
        }
    }

    /// Where the next call goes on. Whoever has dealt with all that was given may keep it, and open
    /// another tail there, also after a restart.
    public TailPosition position() {
        WalPosition p = cursor.position();
        return new TailPosition(p.segment(), p.offset(), p.sequence());
    }

    /// Whether more may come: neither the tail nor the store is closed.
    public boolean isOpen() {
        return !closed && !readers.isClosed();
    }

    /// Ends the tail; its part of the log is kept no longer. A thread that waits in [#next] returns
    /// at once. May be called twice.
    @Override
    public void close() {
        closed = true;
        cursor.close();
    }
}
