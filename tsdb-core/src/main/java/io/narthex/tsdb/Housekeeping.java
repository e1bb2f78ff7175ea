package io.narthex.tsdb;

import io.narthex.tsdb.head.Head;
import io.narthex.tsdb.pressure.DiskSpace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// What a store does by itself: every second a look at memory, disk and files, and from time to
/// time the maintenance that moves samples to blocks and drops what is too old.
///
/// Thread safety: safe for concurrent calls.
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /// Pause between looks at files: it is also the most that a power cut costs by default.
    private static final long TICK_MILLIS = 1000;

    /// Pause after a failure: a full disk does not get better by trying.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Pause before a cut that was asked for is tried again.
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);

    /// What is kept for the repetition of queries may be this part of the memory, or that one where
    /// it is short. What each block keeps is bounded too, but not the number of blocks.
    private static final int KEPT_SHARE = 4;

    private static final int KEPT_SHARE_WHEN_SHORT = 64;

    private final Head head;
    private final @Nullable BlockMaintenance blocks;
    private final @Nullable DiskSpace disk;
    private final ScheduledExecutorService maintenance = thread("narthex-tsdb-maintenance");
    private final ScheduledExecutorService files = thread("narthex-tsdb-files");
    private final boolean byItself;
    private long failedAt;
    private boolean failing;

    /// The end of the newest range for which maintenance was asked out of turn.
    private long askedFor = Long.MIN_VALUE;

    private long askedAt;
    private Future<?> asked = CompletableFuture.completedFuture(null);

    /// Looks in a row at which memory was so short that blocks are cut early.
    private int shortLooks;

    /// @param blocks null where samples live in memory only
    /// @param disk null where samples live in memory only
    /// @param pause between two maintenance runs; zero where only [#run] does anything
    Housekeeping(
            Head head,
            @Nullable BlockMaintenance blocks,
            @Nullable DiskSpace disk,
            Duration pause) {
        this.head = head;
        this.blocks = blocks;
        this.disk = disk;
        long millis = pause.toMillis();
        this.byItself = millis > 0;
        if (byItself) {
            ScheduledFuture<?> unused =
                    maintenance.scheduleWithFixedDelay(
                            this::maintain, millis, millis, TimeUnit.MILLISECONDS);
            unused =
                    files.scheduleWithFixedDelay(
                            this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
    }

    /// Does everything that is due; see [Tsdb#collectGarbage].
    void run() {
        head.collectGarbage();
        if (!byItself) {
            checkMemory();
            checkDisk();
        }
        if (blocks != null) {
            blocks.run();
        }
        if (!byItself) {
            writeFiles();
        }
    }

    private void tick() {
        checkMemory();
        checkDisk();
        writeFiles();
        checkSpan();
    }

    /// Has the head cut as soon as it is long enough: who loads hours in seconds would else have
    /// all of them there until the next maintenance. A querier may be in the way of a range: that
    /// one is tried again after a while.
    private synchronized void checkSpan() {
        long due = blocks == null ? Long.MIN_VALUE : head.dueCut();
        if (due == Long.MIN_VALUE || !asked.isDone()) {
            return;
        }
        long now = System.nanoTime();
        if (due > askedFor || now - askedAt > AGAIN_NANOS) {
            askedFor = due;
            askedAt = now;
            asked = maintenance.submit(this::maintain);
        }
    }

    private void checkDisk() {
        if (disk != null) {
            disk.check();
        }
    }

    private synchronized void checkMemory() {
        try {
            boolean cuts = head.checkMemory(kept()).cutsEarly();
            // Only what sealing did not mend within a second.
            if (byItself && cuts && shortLooks == 1) {
                maintenance.execute(this::maintain);
            }
            shortLooks = cuts ? shortLooks + 1 : 0;
        } catch (RuntimeException e) {
            LOG.error("memory can't be looked after; it is tried again", e);
        }
    }

    /// The bytes that are kept for the repetition of queries; they are the first to go where memory
    /// is short.
    private long kept() {
        long limit = head.memory().limit();
        int share = head.memoryStage().sealsEarly() ? KEPT_SHARE_WHEN_SHORT : KEPT_SHARE;
        if (limit > 0 && keptNow() > limit / share) {
            head.forgetKept();
            if (blocks != null) {
                blocks.blocks().forgetKept();
            }
        }
        return keptNow();
    }

    private long keptNow() {
        return head.keptBytes() + (blocks == null ? 0 : blocks.blocks().keptBytes());
    }

    private synchronized void writeFiles() {
        if (failing && System.nanoTime() - failedAt < PATIENCE_NANOS) {
            return;
        }
        try {
            head.tick();
            if (failing) {
                LOG.info("the files of the store can be written again");
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("the files of the store can't be written; it is tried again", e);
            }
            failing = true;
            failedAt = System.nanoTime();
        }
    }

    /// A failure must not end the maintenance for good.
    private void maintain() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.error("maintenance failed; it runs again at its next time", e);
        }
    }

    /// Waits for runs that have begun.
    @Override
    public void close() {
        // The files' thread gives work to the other.
        files.close();
        maintenance.close();
    }
}
