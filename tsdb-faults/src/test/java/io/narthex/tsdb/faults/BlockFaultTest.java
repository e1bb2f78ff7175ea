package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.tsdb.BlockStats;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.SyncMode;

import java.nio.file.Path;

/// Files fail while blocks are written, merged and deleted.
class BlockFaultTest extends FaultContract {
    @Override
    Scenario scenario(FaultyFileStore files, Path directory, SyncMode sync) {
        return new BlockScenario(files, directory, sync, BlockScenario.RANGE.multipliedBy(2));
    }

    @Override
    void requireLived(Tsdb tsdb) {
        BlockStats stats = tsdb.blockStats();
        assertThat(stats.failures()).isZero();
        assertThat(stats.written()).isGreaterThan(4);
        assertThat(stats.tooOld()).isPositive();
    }
}
