package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.StorageException;
import io.narthex.testkit.Histograms;
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

/// A store's life in a few steps. Whatever fails, the next step goes on.
abstract class Scenario {
    static final long T0 = 1_750_003_200_000L;

    /// The series that has native histograms; it, and the one before, have late samples too.
    private static final int HISTOGRAMS = 2;

    private static final int LATE = 1;

    /// Samples that were acknowledged, those whose commit failed, and those that were acknowledged
    /// so long ago that they may be gone.
    final Set<String> acknowledged = new TreeSet<>();

    final Set<String> refused = new TreeSet<>();
    final Set<String> expired = new TreeSet<>();
    private final FaultyFileStore files;
    private final Path directory;
    private final SyncMode sync;

    /// The time of the newest sample.
    private long now = T0;

    Scenario(FaultyFileStore files, Path directory, SyncMode sync) {
        this.files = files;
        this.directory = directory;
        this.sync = sync;
    }

    /// What such a store is opened with, once more too.
    TsdbOptions options(Path there) {
        return TsdbOptions.builder()
                .clock(new ManualClock(T0 + 7_200_000))
                .retention(Duration.ofDays(1000))
                .outOfOrderWindow(Duration.ofHours(1))
                .maintenanceInterval(Duration.ZERO)
                .directory(there)
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
        live(tsdb);
        return tsdb;
    }

    /// The steps.
    abstract void live(Tsdb tsdb);

    static void attempt(Runnable step) {
        try {
            step.run();
        } catch (StorageException _) {
            // it is tried again later
        }
    }

    /// The start timestamp of a series, which some have.
    static long start(Labels labels) {
        int hash = labels.hashCode() & 3;
        return hash == 0 ? 0 : T0 - 1000L * hash;
    }

    /// Commits to the series `from … to-1`, one a second.
    final void commits(Tsdb tsdb, int from, int to, int n) {
        for (int k = 0; k < n; k++) {
            commit(tsdb, from, to, 1000, k % 8 == 7 ? 2500 : 0);
        }
    }

    /// One commit to the series `from … to-1`.
    ///
    /// @param step milliseconds behind the one before
    /// @param late how much older another sample of two series is; 0 for none
    final void commit(Tsdb tsdb, int from, int to, long step, long late) {
        now += step;
        List<String> batch = new ArrayList<>();
        try (StartTimestampAppender appender = tsdb.appender()) {
            for (int i = from; i < to; i++) {
                Labels labels = Labels.of(Labels.NAME, "m" + i);
                double v = Math.sqrt(now) * i;
                long ref = appender.resolve(labels);
                long start = start(labels);
                append(appender, ref, i, now, v, start);
                batch.add(Contents.sample(labels, now, v));
                if ((i == LATE || i == HISTOGRAMS) && late > 0) {
                    append(appender, ref, i, now - late, v, start);
                    batch.add(Contents.sample(labels, now - late, v));
                }
            }
            assertThat(appender.commit().accepted()).isEqualTo(batch.size());
            acknowledged.addAll(batch);
        } catch (StorageException _) {
            refused.addAll(batch);
        }
    }

    private static void append(
            StartTimestampAppender to, long ref, int i, long t, double v, long start) {
        if (i == HISTOGRAMS) {
            to.append(ref, t, Histograms.ofSum(v), start);
        } else {
            to.append(ref, t, v, start);
        }
    }

    /// Moves samples to those that may be gone.
    final void expire(long before) {
        for (String sample : List.copyOf(acknowledged)) {
            if (Contents.time(sample) < before) {
                acknowledged.remove(sample);
                expired.add(sample);
            }
        }
    }

    /// The time of the newest sample.
    final long now() {
        return now;
    }
}
