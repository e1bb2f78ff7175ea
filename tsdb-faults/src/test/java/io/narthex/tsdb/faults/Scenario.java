package io.narthex.tsdb.faults;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.SyncMode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A store's life in a few steps: commits of floats, histograms and late samples, new series,
/// sealed chunks, two checkpoints, maintenance. Whatever fails, the next step goes on.
final class Scenario {
    private static final long T0 = 1_750_003_200_000L;

    /// The series that has native histograms, and the one that has late samples too.
    private static final int HISTOGRAMS = 2;

    private static final int LATE = 1;

    /// Samples that were acknowledged, and those whose commit failed.
    final Set<String> acknowledged = new TreeSet<>();

    final Set<String> refused = new TreeSet<>();
    private final FaultyFileStore files;
    private final Path directory;
    private final SyncMode sync;
    private long now = T0;

    Scenario(FaultyFileStore files, Path directory, SyncMode sync) {
        this.files = files;
        this.directory = directory;
        this.sync = sync;
    }

    static TsdbOptions options(Path directory) {
        return TsdbOptions.builder()
                .clock(new ManualClock(T0 + 3_600_000))
                .retention(Duration.ofDays(1000))
                .outOfOrderWindow(Duration.ofHours(1))
                .maintenanceInterval(Duration.ZERO)
                .directory(directory)
                .build();
    }

    /// Runs all steps and leaves the store open; null where it could not be opened.
    @Nullable Tsdb run() {
        Tsdb tsdb;
        try {
            tsdb = new Tsdb(options(directory).toBuilder().sync(sync).files(files).build());
        } catch (StorageException _) {
            return null;
        }
        commits(tsdb, 0, 3, 130);
        attempt(tsdb::checkpoint);
        commits(tsdb, 1, 5, 20);
        tsdb.collectGarbage();
        commits(tsdb, 0, 6, 110);
        attempt(tsdb::checkpoint);
        commits(tsdb, 2, 7, 5);
        tsdb.collectGarbage();
        commits(tsdb, 0, 2, 2);
        return tsdb;
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (StorageException _) {
            // it is tried again later
        }
    }

    private static FloatHistogram histogram(double sum) {
        return new FloatHistogram(
                0,
                0.001,
                0,
                sum,
                sum,
                Buckets.run(1, sum / 4, sum * 3 / 4),
                Buckets.NONE,
                new double[0],
                ResetHint.UNKNOWN);
    }

    /// Commits to the series `from … to-1`.
    private void commits(Tsdb tsdb, int from, int to, int n) {
        for (int k = 0; k < n; k++) {
            now += 1000;
            List<String> batch = new ArrayList<>();
            try (Appender appender = tsdb.appender()) {
                for (int i = from; i < to; i++) {
                    Labels labels = Labels.of(Labels.NAME, "m" + i);
                    double v = Math.sqrt(now) * i;
                    long ref = appender.resolve(labels);
                    if (i == HISTOGRAMS) {
                        appender.append(ref, now, histogram(v));
                    } else {
                        appender.append(ref, now, v);
                    }
                    batch.add(Contents.sample(labels, now, v));
                    if (i == LATE && k % 8 == 7) {
                        appender.append(ref, now - 2500, v);
                        batch.add(Contents.sample(labels, now - 2500, v));
                    }
                }
                appender.commit();
                acknowledged.addAll(batch);
            } catch (StorageException _) {
                refused.addAll(batch);
            }
        }
    }
}
