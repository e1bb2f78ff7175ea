package io.narthex.benchmarks;

import io.narthex.model.Appender;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/// Stores with data.
final class Stores {
    private Stores() {}

    /// An empty store that neither forgets nor maintains anything by itself.
    static Tsdb empty(Counters data) {
        return empty(data, null);
    }

    /// The same in a directory; null for memory only.
    static Tsdb empty(Counters data, @Nullable Path directory) {
        Instant now = Instant.ofEpochMilli(data.times()[0][data.scrapes() - 1]);
        return new Tsdb(
                TsdbOptions.builder()
                        .maintenanceInterval(Duration.ZERO)
                        .clock(() -> now)
                        .directory(directory)
                        .build());
    }

    /// A store that holds the data, written scrape by scrape.
    static Tsdb of(Counters data) {
        Tsdb tsdb = empty(data);
        long[] refs = new long[data.series()];
        for (int k = 0; k < data.scrapes(); k++) {
            append(tsdb, data, refs, k);
        }
        return tsdb;
    }

    /// Appends one scrape of every series in one batch.
    static void append(Tsdb tsdb, Counters data, long[] refs, int k) {
        try (Appender batch = tsdb.appender()) {
            for (int i = 0; i < refs.length; i++) {
                if (refs[i] == 0) {
                    refs[i] = batch.resolve(data.labels()[i]);
                }
                batch.append(refs[i], data.timesOf(i)[k], data.values()[i][k]);
            }
            batch.commit();
        }
    }

    /// Deletes a directory and all files in it.
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
