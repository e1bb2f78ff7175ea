package io.narthex.tsdb.faults;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.testkit.Histograms;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.io.SyncMode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A program that appends until it is killed, some 100,000 samples a second, and prints the number
/// of
/// each commit that was acknowledged.
final class AppendingProgram {
    static final int SERIES = 100;
    static final long T0 = 1_750_003_200_000L;
    static final long STEP = 1000;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int COMMITS_PER_CHECKPOINT = 300;

    /// One series in so many has native histograms, whose sums are the values.
    private static final int HISTOGRAMS = 20;

    private AppendingProgram() {}

    static TsdbOptions options(Path directory) {
        return TsdbOptions.builder()
                .retention(Duration.ofDays(10_000))
                .maintenanceInterval(Duration.ofMillis(200))
                .directory(directory)
                .build();
    }

    static Labels labels(int i) {
        return Labels.of(Labels.NAME, "m", "i", String.valueOf(i));
    }

    static double value(long commit, int i) {
        return i % 3 == 0 ? commit * 1.25 + i : Math.sqrt(commit + i);
    }

    /// @param args directory, number of the first commit, sync mode
    public static void main(String[] args) {
        Tsdb tsdb =
                new Tsdb(
                        options(Path.of(args[0])).toBuilder()
                                .sync(SyncMode.valueOf(args[2]))
                                .build());
        long[] refs = new long[SERIES];
        for (long n = Long.parseLong(args[1]); ; n++) {
            try (Appender appender = tsdb.appender()) {
                for (int i = 0; i < SERIES; i++) {
                    refs[i] = refs[i] == 0 ? appender.resolve(labels(i)) : refs[i];
                    if (i % HISTOGRAMS == 1) {
                        appender.append(refs[i], T0 + n * STEP, Histograms.ofSum(value(n, i)));
                    } else {
                        appender.append(refs[i], T0 + n * STEP, value(n, i));
                    }
                }
                appender.commit();
            }
            System.out.println(n);
            if (n % COMMITS_PER_CHECKPOINT == 0) {
                Thread.ofPlatform().start(tsdb::checkpoint);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
