package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.SyncMode;

import java.nio.file.Path;

/// Files fail under the log, checkpoints and page files.
class HeadFaultTest extends FaultContract {
    @Override
    Scenario scenario(FaultyFileStore files, Path directory, SyncMode sync) {
        return new HeadScenario(files, directory, sync);
    }

    @Override
    void requireLived(Tsdb tsdb) {
        assertThat(tsdb.stats().chunks()).isPositive();
    }
}
