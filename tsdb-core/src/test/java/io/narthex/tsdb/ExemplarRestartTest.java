package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

class ExemplarRestartTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final List<List<LabelMatcher>> ALL =
            List.of(List.of(new LabelMatcher(LabelMatcher.Type.REGEX, "__name__", ".+")));

    @TempDir Path temp;

    private static Tsdb open(Path directory, int exemplars) {
        return new Tsdb(
                TsdbOptions.builder()
                        .clock(InstantSource.fixed(Instant.ofEpochMilli(T0)))
                        .maintenanceInterval(Duration.ZERO)
                        .directory(directory)
                        .maxExemplars(exemplars)
                        .build());
    }

    private static void add(Tsdb tsdb, int from, int to) {
        for (int i = from; i < to; i++) {
            try (Appender appender = tsdb.appender()) {
                long ref = appender.resolve(Labels.of("__name__", "m", "i", "" + i % 3));
                AppendStatus _ = appender.append(ref, T0 + i, i);
                Labels trace = Labels.of("trace_id", "t" + i);
                AppendStatus _ =
                        appender.appendExemplar(ref, new Exemplar(trace, i, T0 + i, i % 2 == 0));
                CommitResult _ = appender.commit();
            }
        }
    }

    private static List<ExemplarSeries> all(Tsdb tsdb) {
        return tsdb.exemplars(Long.MIN_VALUE, Long.MAX_VALUE, ALL);
    }

    /// The files as they are while the store is open: what a killed process leaves.
    private Path copy(Path from, String name) throws IOException {
        Path to = temp.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("lock")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
        return to;
    }

    @Test
    void restart_withTheLog_withACheckpoint_withBoth_changesNothing() throws IOException {
        Path directory = temp.resolve("a");
        Path killed;
        List<ExemplarSeries> expected;
        try (Tsdb tsdb = open(directory, 50)) {
            add(tsdb, 0, 40);
            expected = all(tsdb);
            assertThat(expected).hasSize(3);
            try (Tsdb fromLog = open(copy(directory, "log"), 50)) {
                assertThat(all(fromLog)).isEqualTo(expected);
                assertThat(fromLog.corruptions()).isEmpty();
            }
            tsdb.checkpoint();
            try (Tsdb fromCheckpoint = open(copy(directory, "checkpoint"), 50)) {
                assertThat(all(fromCheckpoint)).isEqualTo(expected);
            }
            add(tsdb, 40, 70);
            expected = all(tsdb);
            killed = copy(directory, "both");
        }
        for (Path path : List.of(killed, directory)) {
            try (Tsdb again = open(path, 50)) {
                assertThat(all(again)).isEqualTo(expected);
                assertThat(again.corruptions()).isEmpty();
                add(again, 70, 80);
                assertThat(again.exemplarStats().exemplars()).isEqualTo(50);
            }
        }
    }

    @Test
    void restart_withFewer_keepsTheNewest_withNone_forgets() {
        Path directory = temp.resolve("b");
        try (Tsdb tsdb = open(directory, 50)) {
            add(tsdb, 0, 40);
        }
        try (Tsdb fewer = open(directory, 5)) {
            assertThat(fewer.exemplarStats().exemplars()).isEqualTo(5);
            assertThat(fewer.exemplarStats().oldestTime()).isEqualTo(T0 + 35);
        }
        try (Tsdb none = open(directory, 0)) {
            assertThat(all(none)).isEmpty();
            assertThat(none.corruptions()).isEmpty();
        }
        try (Tsdb again = open(directory, 50)) {
            assertThat(all(again)).isEmpty();
        }
    }
}
