package io.narthex.tsdb.faults;

import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.SyncMode;

import java.nio.file.Path;

/// Commits of floats, histograms and late samples, new series, sealed chunks, two checkpoints,
/// maintenance: all in the head.
final class HeadScenario extends Scenario {
    HeadScenario(FaultyFileStore files, Path directory, SyncMode sync) {
        super(files, directory, sync);
    }

    @Override
    void live(Tsdb tsdb) {
        commits(tsdb, 0, 3, 130);
        attempt(tsdb::checkpoint);
        commits(tsdb, 1, 5, 20);
        tsdb.collectGarbage();
        commits(tsdb, 0, 6, 110);
        attempt(tsdb::checkpoint);
        commits(tsdb, 2, 7, 5);
        tsdb.collectGarbage();
        commits(tsdb, 0, 2, 2);
    }
}
