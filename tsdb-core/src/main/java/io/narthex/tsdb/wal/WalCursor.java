package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.StoreFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NavigableMap;

/// Reads the log while it grows, record by record, from segment to segment.
///
/// The segment that it reads and those behind are kept for it, as far as the log's bound allows.
/// What is gone, and what is damaged, is left out; the next record of samples tells how many were
/// missed.
///
/// Thread safety: for one thread; [#close] may be called by any.
public final class WalCursor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WalCursor.class);

    private final FileStore files;
    private final NumberedFiles segments;
    private final WalReaders readers;
    private final WalReplay.Visitor visitor;
    private final LogRecords records;

    /// Behind the last record that was given.
    private WalPosition position;

    private long segment;
    private long offset;
    private long sequence;

    /// What is read of the segment, from `offset` on; null where nothing is.
    private @Nullable RecordFile part;

    private long missing;
    private boolean given;

    /// Opens a cursor on the log of a directory.
    ///
    /// @param start where to begin; a place that is gone stands for the oldest one behind it
    /// @param visitor gets what is read
    /// @throws IOException if the directory can't be read
    public WalCursor(
            FileStore files,
            Path directory,
            WalReaders readers,
            WalPosition start,
            WalReplay.Visitor visitor)
            throws IOException {
        this.files = files;
        this.segments = new NumberedFiles(files, directory, "");
        this.readers = readers;
        this.visitor = visitor;
        this.records = new LogRecords(visitor, this::arrived);
        this.position = start;
        this.sequence = start.sequence();
        // Needed first, looked for then: it must not be deleted in between.
        readers.add(this, start.segment());
        boolean found = false;
        try {
            find(start);
            found = true;
        } finally {
            if (!found) {
                readers.release(this);
            }
        }
    }

    private void find(WalPosition start) throws IOException {
        NavigableMap<Long, Path> there = segments.list();
        Long first = there.ceilingKey(start.segment());
        // A place behind the end is of another log, of which nothing is known.
        moveTo(first == null ? there.firstKey() : first);
        if (segment == start.segment() && start.offset() > offset) {
            giveSeries(start.offset());
            offset = start.offset();
        }
    }

    private void moveTo(long newSegment) {
        segment = newSegment;
        offset = RecordLayout.FILE_HEADER;
        part = null;
        readers.moved(this, newSegment);
    }

    /// Those whose samples may be behind the place where the cursor begins.
    private void giveSeries(long end) throws IOException {
        Path path = segments.path(segment);
        try (StoreFile file = files.open(path)) {
            long to = Math.min(end, file.size());
            if (to > offset) {
                RecordFile.part(file, path, offset, to)
                        .forEach(
                                Long.MAX_VALUE,
                                (type, payload) -> {
                                    if (type == RecordType.SERIES) {
                                        SeriesRecord.read(payload, visitor::series);
                                    }
                                },
                                WalCursor::damaged);
            }
        }
    }

    /// Gives the next record of samples or exemplars to the visitor, and series before it. If the
    /// visitor throws, the same record comes again.
    ///
    /// @return false where there is none yet
    /// @throws IOException if a file can't be read
    public boolean next() throws IOException {
        given = false;
        while (!given) {
            RecordFile read = part;
            boolean any =
                    read != null && read.next(Long.MAX_VALUE, this::record, WalCursor::damaged);
            if (any && read != null) {
                offset = read.position();
            } else if (!refill()) {
                return false;
            }
        }
        position = new WalPosition(segment, offset, sequence);
        return true;
    }

    /// Reads what there is of the segment behind `offset`, or goes on to the next one.
    ///
    /// @return false at the log's end
    private boolean refill() throws IOException {
        WalPosition end = readers.end();
        try {
            while (segment < end.segment()) {
                Long next = segments.list().higherKey(segment);
                if (next == null) {
                    throw new IOException("segment " + end.segment() + " of the log is missing");
                }
                // The next segment says where this one ends.
                if (read(RecordFile.previousEnd(files, segments.path(next)))) {
                    return true;
                }
                moveTo(next);
            }
            return read(end.offset());
        } catch (NoSuchFileException e) {
            LOG.debug("a segment was deleted before it was read", e);
            Long next = segments.list().higherKey(segment);
            if (next == null) {
                throw e;
            }
            moveTo(next);
            return true;
        }
    }

    private boolean read(long limit) throws IOException {
        Path path = segments.path(segment);
        try (StoreFile file = files.open(path)) {
            long to = Math.min(limit, file.size());
            if (to <= offset) {
                return false;
            }
            part = RecordFile.part(file, path, offset, to);
            return true;
        }
    }

    private static void damaged(Corruption corruption) {
        LOG.warn("damaged: {}", corruption);
    }

    private void record(RecordType type, ByteReader payload) {
        records.record(type, payload);
        given =
                switch (type) {
                    case SAMPLES, HISTOGRAMS, OUT_OF_ORDER, EXEMPLARS -> true;
                    default -> false;
                };
    }

    private void arrived(long before, int count, Runnable visit) {
        missing = sequence < 0 ? 0 : Math.max(0, before - sequence);
        visit.run();
        sequence = before + count;
    }

    /// Waits until there is more of the log than there was, or the cursor or the log is closed.
    ///
    /// @param seen where the log ended
    /// @param nanos how long at most
    /// @return whether there is more
    /// @throws InterruptedException if the thread is interrupted while it waits
    public boolean await(WalPosition seen, long nanos) throws InterruptedException {
        return readers.await(this, seen, nanos);
    }

    /// Samples that were missed before those of the record that is being given.
    public long missing() {
        return missing;
    }

    /// Behind the last record that was given.
    public WalPosition position() {
        return position;
    }

    /// Lets the log delete what this cursor needed, and ends its waiting.
    @Override
    public void close() {
        readers.release(this);
    }
}
