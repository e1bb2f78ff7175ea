package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.Directories;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.io.SyncMode;
import io.narthex.tsdb.tail.Tail;
import io.narthex.tsdb.tail.TailVisitor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// A tail gives what was acknowledged, once, whichever operation on files fails.
class TailFaultTest {
    @TempDir Path temp;

    /// A life with a tail that reads now and then.
    private abstract static class TailScenario extends Scenario implements TailVisitor {
        final Set<String> given = new TreeSet<>();
        long lost;

        TailScenario(FaultyFileStore files, Path directory) {
            super(files, directory, SyncMode.INTERVAL);
        }

        @Override
        final void live(Tsdb tsdb) {
            try (Tail tail = tsdb.tail(tsdb.logEnd())) {
                live(tsdb, tail);
            }
        }

        abstract void live(Tsdb tsdb, Tail tail);

        final void drain(Tail tail) {
            try {
                boolean more = true;
                while (more) {
                    more = tail.next(this, Duration.ZERO);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void sample(long ref, Labels labels, long t, double value, long start) {
            assertThat(StaleNaN.isStale(value)).isFalse();
            assertThat(start).isEqualTo(start(labels));
            assertThat(given.add(Contents.sample(labels, t, value))).isTrue();
        }

        @Override
        public void histogram(long ref, Labels labels, long t, FloatHistogram h, long start) {
            sample(ref, labels, t, h.sum(), start);
        }

        @Override
        public void lost(long samples) {
            lost += samples;
        }
    }

    /// Commits, checkpoints and new segments.
    private static final class HealthyScenario extends TailScenario {
        HealthyScenario(FaultyFileStore files, Path directory) {
            super(files, directory);
        }

        @Override
        void live(Tsdb tsdb, Tail tail) {
            commits(tsdb, 0, 3, 4);
            drain(tail);
            attempt(tsdb::checkpoint);
            commits(tsdb, 1, 5, 4);
            attempt(tsdb::checkpoint);
            commits(tsdb, 0, 5, 4);
            drain(tail);
            commits(tsdb, 0, 6, 4);
            attempt(tsdb::checkpoint);
            commits(tsdb, 0, 2, 2);
            drain(tail);
        }
    }

    @Test
    void everyOperation_failingOnce_costsATailNothing() {
        int operations = 1;
        for (int at = 0; at <= operations; at++) {
            FaultyFileStore files = new FaultyFileStore();
            if (at > 0) {
                files.failAt(at, "No space left on device");
            }
            Path directory = temp.resolve("f" + at);
            TailScenario scenario = new HealthyScenario(files, directory);
            Tsdb tsdb = scenario.run();
            if (tsdb != null) {
                assertThat(scenario.given)
                        .as("operation %d: %s", at, files.failed())
                        .isEqualTo(scenario.acknowledged);
                assertThat(scenario.lost).isZero();
                Scenario.attempt(tsdb::close);
                Directories.delete(directory);
            }
            if (at == 0) {
                operations = files.operations().size();
                assertThat(scenario.refused).isEmpty();
                assertThat(scenario.given).hasSize(76);
            }
        }
    }

    /// Samples that the log never had count as lost, and only those: there is room again when the
    /// checkpoint decides what to keep.
    @Test
    void fullDisk_costsATailWhatTheLogHasNot() {
        FaultyFileStore files = new FaultyFileStore();
        TailScenario scenario =
                new TailScenario(files, temp.resolve("full")) {
                    @Override
                    void live(Tsdb tsdb, Tail tail) {
                        commits(tsdb, 0, 3, 4);
                        drain(tail);
                        commits(tsdb, 0, 3, 4);
                        files.usableSpace(0);
                        commits(tsdb, 0, 3, 2);
                        files.usableSpace(1L << 40);
                        tsdb.checkpoint();
                        commits(tsdb, 0, 3, 3);
                        drain(tail);
                    }
                };
        try (Tsdb tsdb = scenario.run()) {
            assertThat(tsdb).isNotNull();
            assertThat(scenario.refused).isEmpty();
            assertThat(scenario.lost).isEqualTo(6);
            assertThat(scenario.given).hasSize(33);
            assertThat(scenario.acknowledged).hasSize(39).containsAll(scenario.given);
        }
    }
}
