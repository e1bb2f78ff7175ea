package io.narthex.tsdb.head;

/// When a checkpoint is due by the size of the log: at once where it would make the next start
/// slow, and earlier while nothing comes in, when the work disturbs nobody.
///
/// Thread safety: one thread at a time may ask; any may tell of a checkpoint.
final class CheckpointPace {
    /// Reading so many bytes of log takes some 0.2 seconds.
    private static final long MOST_LOG_BYTES = 16L << 20;

    /// Less is not worth a file.
    private static final long LEAST_LOG_BYTES = 256L << 10;

    /// A checkpoint at rest frees at least this part of what it takes, or a store that rests often
    /// would mostly write checkpoints.
    private static final int WORTHWHILE_SHARE = 4;

    /// Looks in a row at which the log was as long as before.
    private static final int RESTING_LOOKS = 2;

    private long lastLogBytes;
    private int restingLooks;
    private volatile long lastCheckpointBytes;

    /// To be asked at each look at the files.
    ///
    /// @param logBytes what a start would read of the log
    boolean isDue(long logBytes) {
        restingLooks = logBytes == lastLogBytes ? restingLooks + 1 : 0;
        lastLogBytes = logBytes;
        boolean rests = restingLooks >= RESTING_LOOKS;
        return logBytes > MOST_LOG_BYTES
                || rests
                        && logBytes > LEAST_LOG_BYTES
                        && logBytes > lastCheckpointBytes / WORTHWHILE_SHARE;
    }

    /// @param checkpointBytes how long the newest checkpoint is
    void written(long checkpointBytes) {
        lastCheckpointBytes = checkpointBytes;
    }
}
