package io.narthex.tsdb.pressure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stage that a store's memory is in.
///
/// Stages are entered and left at fixed shares of the limit, so that what frees memory comes before
/// what refuses something, and are left a little below the share at which they are entered.
///
/// Thread safety: safe for concurrent calls.
public final class MemoryBudget {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

    private final long limit;
    private final boolean hasFiles;
    private volatile MemoryStage stage = MemoryStage.NORMAL;

    /// The stage that the log knows of.
    private MemoryStage reported = MemoryStage.NORMAL;

    /// @param limit in bytes; 0 for none
    /// @param hasFiles whether memory can be freed by moving samples to files; otherwise nothing is
    ///     left but to refuse new series
    public MemoryBudget(long limit, boolean hasFiles) {
        this.limit = limit;
        this.hasFiles = hasFiles;
    }

    /// The limit in bytes; 0 for none.
    public long limit() {
        return limit;
    }

    /// The stage as of the last [#update].
    public MemoryStage stage() {
        return stage;
    }

    /// Takes note of what is used now; returns the stage that follows.
    public synchronized MemoryStage update(long bytes) {
        if (limit > 0) {
            stage = next(bytes);
        }
        return stage;
    }

    private MemoryStage next(long bytes) {
        MemoryStage next = MemoryStage.NORMAL;
        for (MemoryStage s : MemoryStage.values()) {
            boolean kept = s.compareTo(stage) <= 0 && s.isKept(bytes, limit);
            if (isPossible(s) && (kept || s.isEntered(bytes, limit))) {
                next = s;
            }
        }
        return next;
    }

    private boolean isPossible(MemoryStage s) {
        return hasFiles || s == MemoryStage.NORMAL || s == MemoryStage.REFUSING_SERIES;
    }

    /// Tells the log if the stage is another than at the last call.
    public synchronized void report(long bytes) {
        if (stage.compareTo(reported) > 0) {
            LOG.warn("memory: {} of {} bytes are used; {}", bytes, limit, stage.text());
        } else if (stage != reported) {
            LOG.info("memory: {} of {} bytes are used; {}", bytes, limit, stage.text());
        }
        reported = stage;
    }
}
