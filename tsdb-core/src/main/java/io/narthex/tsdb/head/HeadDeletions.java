package io.narthex.tsdb.head;

import io.narthex.model.LabelMatcher;
import io.narthex.model.StorageException;
import io.narthex.tsdb.index.Selection;
import io.narthex.tsdb.index.SeriesIndex;
import io.narthex.tsdb.wal.Deletion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Deletes samples of the head.
///
/// A deletion is a record of the log before it takes effect, so a restart repeats it at the same
/// place among the commits. The log also says what blocks were asked to delete with it: it is what
/// makes one deletion of head and blocks, whenever the process ends.
///
/// Thread safety: safe for concurrent calls; the commit lock guards it.
public final class HeadDeletions {
    private final SeriesIndex index;
    private final SeriesRegistry series;
    private final HeadTombstones tombstones;
    private final SeriesDeleter deleter;
    private final ReentrantLock commitLock;

    /// Null where samples live in memory only.
    private final @Nullable HeadFiles files;

    private final Runnable requireOpen;

    /// @param requireOpen throws where the head is closed; called under the commit lock
    HeadDeletions(
            HeadMemory memory,
            SeriesRegistry series,
            ReentrantLock commitLock,
            @Nullable HeadFiles files,
            Runnable requireOpen) {
        this.index = memory.index();
        this.series = series;
        this.tombstones = memory.tombstones();
        this.deleter = new SeriesDeleter(memory);
        this.commitLock = commitLock;
        this.files = files;
        this.requireOpen = requireOpen;
    }

    /// Deletes the samples of a range that series have at this moment. Queriers that are open see
    /// them still. The log has it when this returns; [#sync] makes it survive a power cut.
    ///
    /// @param mint oldest time, epoch milliseconds, inclusive
    /// @param maxt newest time, inclusive
    /// @param blocks names of blocks that are asked to delete the same, for [#unnoted]
    /// @throws StorageException if it can't be logged: nothing is deleted
    public void delete(long mint, long maxt, List<LabelMatcher> matchers, List<String> blocks) {
        Deletion deletion = new Deletion(mint, maxt, matchers, blocks);
        try {
            // A restart has to find the same series; and the index's lock is never taken under the
            // commit lock.
            series.holdStill(
                    () -> {
                        delete(deletion, index.select(matchers));
                        return deletion;
                    });
        } catch (IOException e) {
            throw new StorageException("the deletion can't be logged; nothing is deleted", e);
        }
    }

    private void delete(Deletion deletion, Selection selection) throws IOException {
        commitLock.lock();
        try {
            requireOpen.run();
            if (files != null) {
                files.write(deletion);
            }
            deleter.delete(selection, deletion.mint(), deletion.maxt());
            tombstones.keep(deletion);
        } finally {
            commitLock.unlock();
        }
    }

    /// Makes deletions survive a power cut, unless nothing is to.
    ///
    /// @throws IOException if that failed; it is tried again at the next time
    public void sync() throws IOException {
        if (files != null) {
            files.syncDeletions();
        }
    }

    /// Deletions that blocks may not have noted in files of their own, the oldest first.
    public List<Deletion> unnoted() {
        commitLock.lock();
        try {
            return tombstones.unnoted();
        } finally {
            commitLock.unlock();
        }
    }

    /// Forgets deletions that blocks have noted durably.
    public void noted(Collection<Deletion> deletions) {
        commitLock.lock();
        try {
            tombstones.noted(deletions);
        } finally {
            commitLock.unlock();
        }
    }

    /// Those series of a selection of which something is left.
    ///
    /// @param deleted what the reader knows to be deleted
    Selection remaining(Selection all, Map<Long, SeriesTombstones> deleted) {
        commitLock.lock();
        try {
            return deleter.remaining(all, deleted);
        } finally {
            commitLock.unlock();
        }
    }
}
