package io.narthex.tsdb.faults;

import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.SyncMode;

import java.nio.file.Path;
import java.time.Duration;

/// The head's ranges become blocks, so do late samples of a range that is one already, blocks are
/// merged, and the oldest go.
final class BlockScenario extends Scenario {
    static final Duration RANGE = Duration.ofMinutes(10);

    /// Back from the third range to the first, which is a block already.
    private static final Duration LATE = Duration.ofMinutes(14);

    private static final int COMMITS = 4;

    private final Duration retention;

    /// @param retention of two ranges for old blocks to go
    BlockScenario(FaultyFileStore files, Path directory, SyncMode sync, Duration retention) {
        super(files, directory, sync);
        this.retention = retention;
    }

    @Override
    TsdbOptions options(Path there) {
        return super.options(there).toBuilder().chunkRange(RANGE).retention(retention).build();
    }

    @Override
    void live(Tsdb tsdb) {
        for (int i = 0; i < 4 * COMMITS; i++) {
            long step = i == 0 ? 0 : RANGE.toMillis() / COMMITS;
            commit(tsdb, 0, 3, step, i == 2 * COMMITS + 1 ? LATE.toMillis() : 0);
            // Three quarters of a range behind each range's end it becomes a block.
            if (i % COMMITS == COMMITS - 1) {
                tsdb.collectGarbage();
            }
        }
        expire(now() - retention.toMillis());
    }
}
