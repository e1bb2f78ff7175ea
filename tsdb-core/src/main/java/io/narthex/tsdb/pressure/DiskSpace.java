package io.narthex.tsdb.pressure;

import io.narthex.tsdb.io.FileStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// The stage that a store's disk is in, and the reserve.
///
/// It has to hold what leads out of a full disk: the log until a checkpoint, and that. Where its
/// size is not given, it is that of the last checkpoint, and changes with it while there is room:
/// when it is given up, as much is still free beside it.
///
/// The reserve's size is also the low-water mark: with less space the reserve is given up, and it
/// is made again when there is three times as much, so that stages don't follow each other at once.
///
/// Thread safety: safe for concurrent calls.
public final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);

    /// After a block found no room, none is tried for so long, unless there is more room: it would
    /// fill the disk for nothing each time.
    private static final long BLOCK_PAUSE_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final int ENOUGH = 3;

    /// In place of a size: as much as it takes.
    public static final long BY_NEED = -1;

    /// The least and the most that it takes: a new store's log grows by less in a second, and a
    /// checkpoint of some 200,000 series has a place in the other.
    private static final long LEAST_BYTES = 512 << 10;

    private static final long MOST_BYTES = 16 << 20;

    /// Sizes are multiples of this, so that not every checkpoint changes the file.
    private static final long STEP_BYTES = 128 << 10;

    private final FileStore files;
    private final Path directory;
    private final boolean byNeed;
    private final InstantSource clock;
    private final ReserveFile reserve;
    private volatile DiskStage stage = DiskStage.NORMAL;
    private volatile long usable = Long.MAX_VALUE;
    private final AtomicLong unlogged = new AtomicLong();

    /// All that follows is guarded by `this`.
    private DiskStage reported = DiskStage.NORMAL;

    private boolean low;
    private boolean memoryOnly;
    private boolean refusing;

    /// What the last checkpoint says the reserve should be.
    private long wanted;

    /// The space that a block did not find enough, and until when.
    private long tooLittle;

    private long tooLittleUntil = Long.MIN_VALUE;

    /// @param directory that of the store
    /// @param reserve its size in bytes; 0 for none, or [#BY_NEED]
    public DiskSpace(FileStore files, Path directory, long reserve, InstantSource clock) {
        this.files = files;
        this.directory = directory;
        this.clock = clock;
        this.byNeed = reserve == BY_NEED;
        this.wanted = byNeed ? LEAST_BYTES : reserve;
        this.reserve = new ReserveFile(files, directory, wanted);
    }

    /// Finds the reserve of an earlier process, and gives it up at once where the disk is full: the
    /// store could not be opened without it.
    ///
    /// @throws IOException if it can't be read
    public synchronized void open() throws IOException {
        long most = byNeed ? MOST_BYTES : reserve.size();
        reserve.find(reserve.size(), most);
        wanted = reserve.size();
        check();
    }

    /// The stage as of now.
    public DiskStage stage() {
        return stage;
    }

    /// The stage with its figures.
    public synchronized DiskStatus status() {
        return new DiskStatus(stage, usable, reserve.bytes(), unlogged.get());
    }

    /// Whether blocks may be written.
    public boolean allowsBlocks() {
        return stage == DiskStage.NORMAL;
    }

    /// Whether there is room to try again what a full disk made fail.
    public synchronized boolean hasRoom() {
        return look() >= reserve.size();
    }

    /// Looks at the space, and tells the log of a new stage. It is to be called about every second.
    public synchronized void check() {
        long now = look();
        long mark = reserve.size();
        if (!low && now < mark) {
            low = true;
            release();
        } else if (low && !stage.hasNoLog() && now >= ENOUGH * mark && !isTooLittle(now)) {
            low = false;
        }
        if (!low && reserve.isMissing() && now >= ENOUGH * mark) {
            make();
        } else if (!low && wanted != mark && now - (wanted - mark) >= ENOUGH * wanted) {
            resize();
        }
        change();
        report();
    }

    private boolean isTooLittle(long bytes) {
        return bytes <= tooLittle && clock.millis() < tooLittleUntil;
    }

    private long look() {
        try {
            usable = files.usableSpace(directory);
        } catch (IOException e) {
            LOG.debug("the space of {} can't be told", directory, e);
            usable = Long.MAX_VALUE;
        }
        return usable;
    }

    /// Something could not be written. Where there was no room, the reserve is given up.
    ///
    /// @return whether there is more room now
    public synchronized boolean failed(IOException e) {
        if (!isFull(e) && look() >= reserve.size()) {
            return false;
        }
        low = true;
        boolean released = release();
        change();
        return released;
    }

    /// Tells how long a checkpoint is now, for a reserve that is as large as it takes. The next
    /// look at the space makes it so, but smaller only where a quarter is too much.
    public synchronized void checkpointTakes(long bytes) {
        long steps = Math.ceilDiv(bytes, STEP_BYTES);
        long size = Math.clamp(steps * STEP_BYTES, LEAST_BYTES, MOST_BYTES);
        if (byNeed && (size > reserve.size() || size <= reserve.size() / 4 * 3)) {
            wanted = size;
        }
    }

    /// A block could not be written.
    ///
    /// @param before the space there was before it was begun
    public synchronized void blockFailed(IOException e, long before) {
        if (isFull(e)) {
            tooLittle = before;
            tooLittleUntil = clock.millis() + BLOCK_PAUSE_MILLIS;
            failed(e);
        }
    }

    /// The space that the store may use, looked at now.
    public synchronized long usable() {
        return look();
    }

    /// Says whether there are samples that are in memory only.
    public synchronized void memoryOnly(boolean is) {
        memoryOnly = is;
        low |= is;
        change();
    }

    /// Says whether samples are refused because the log can't be written. Saying so again costs
    /// nothing.
    public void refusing(boolean is) {
        if (is != (stage == DiskStage.REFUSING_SAMPLES)) {
            synchronized (this) {
                refusing = is;
                change();
            }
        }
    }

    /// Counts samples that are in memory only.
    public void unlogged(int samples) {
        unlogged.addAndGet(samples);
    }

    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota");
    }

    private boolean release() {
        try {
            return reserve.release();
        } catch (IOException e) {
            LOG.warn("the reserve can't be given up", e);
            return false;
        }
    }

    private void make() {
        try {
            reserve.make();
        } catch (IOException e) {
            LOG.debug("the reserve can't be made", e);
            low = true;
        }
    }

    private void resize() {
        try {
            reserve.resize(wanted);
        } catch (IOException e) {
            LOG.debug("the reserve can't be made larger or smaller", e);
            wanted = reserve.size();
        }
    }

    private void change() {
        if (refusing) {
            stage = DiskStage.REFUSING_SAMPLES;
        } else if (memoryOnly) {
            stage = DiskStage.MEMORY_ONLY;
        } else {
            stage = low ? DiskStage.LOW : DiskStage.NORMAL;
        }
    }

    private void report() {
        if (stage.compareTo(reported) > 0) {
            LOG.warn("disk: {} bytes are free in {}; {}", usable, directory, stage.text());
        } else if (stage != reported) {
            LOG.info("disk: {} bytes are free in {}; {}", usable, directory, stage.text());
        }
        reported = stage;
    }
}
