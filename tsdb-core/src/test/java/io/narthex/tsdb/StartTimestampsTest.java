package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.testkit.StartSequences;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockVerification;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.ChunkInspection;
import io.narthex.tsdb.block.TestBlocks;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.chunk.HistogramSequences;
import io.narthex.tsdb.io.FileStore;
import io.narthex.tsdb.io.SyncMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Start timestamps from the appender to blocks of blocks.
class StartTimestampsTest {
    private static final long HOUR = 3_600_000;
    private static final long T0 = 1_750_003_200_000L / (6 * HOUR) * (6 * HOUR);
    private static final int SAMPLES = 9 * 60;
    private static final int SERIES = 12;

    @TempDir Path temp;

    private final ManualClock clock = new ManualClock(T0 + 9 * HOUR);

    private TsdbOptions options(Path directory) {
        return TsdbOptions.builder()
                .directory(directory)
                .clock(clock)
                .retention(Duration.ofDays(3000))
                .outOfOrderWindow(Duration.ofHours(1))
                .maintenanceInterval(Duration.ZERO)
                .sync(SyncMode.NONE)
                .build();
    }

    private static Labels labels(int series) {
        return Labels.of(Labels.NAME, "m", "n", String.valueOf(series));
    }

    /// Nine hours of series with floats, late ones among them, and of series with histograms.
    private static void fill(Tsdb store, RandomGenerator random) {
        long[] times = new long[SAMPLES];
        Arrays.setAll(times, i -> T0 + i * 60_000L);
        long[][] starts = new long[SERIES][];
        Arrays.setAll(starts, _ -> StartSequences.of(random, times));
        FloatHistogram[][] histograms = new FloatHistogram[SERIES][];
        Arrays.setAll(histograms, _ -> HistogramSequences.of(random, SAMPLES, false));
        for (int i = 0; i < SAMPLES; i += 3) {
            try (StartTimestampAppender appender = store.appender()) {
                for (int s = 0; s < SERIES; s++) {
                    long ref = appender.resolve(labels(s));
                    boolean floats = s % 3 > 0;
                    // Floats come in threes, the middle one last.
                    for (int k :
                            floats ? new int[] {i, i + 2, i + 1} : new int[] {i, i + 1, i + 2}) {
                        if (floats) {
                            double v = random.nextInt(100) / 10.0;
                            appender.append(ref, times[k], v, starts[s][k]);
                        } else {
                            appender.append(ref, times[k], histograms[s][k], starts[s][k]);
                        }
                    }
                }
                assertThat(appender.commit().rejections()).isEmpty();
            }
        }
    }

    @Test
    void everyStartTimestamp_livesThroughRestartsBlocksAndCompaction() throws IOException {
        Path directory = temp.resolve("a");
        Map<Labels, List<String>> all;
        Path crashed;
        try (Tsdb store = new Tsdb(options(directory))) {
            fill(store, Seeds.random(1));
            all = Samples.of(store);
            assertThat(all.toString()).contains(" since ");
            // What the end of the process would leave.
            crashed = Directories.copy(directory, temp.resolve("b"));
        }
        try (Tsdb store = new Tsdb(options(crashed))) {
            assertThat(Samples.of(store)).isEqualTo(all);
            for (int i = 0; i < 4; i++) {
                store.collectGarbage();
            }
            assertThat(store.blockStats().blocks()).isPositive();
            assertThat(Samples.of(store)).isEqualTo(all);
        }
        try (Tsdb store = new Tsdb(options(crashed))) {
            assertThat(store.corruptions()).isEmpty();
            assertThat(Samples.of(store)).isEqualTo(all);
        }
    }

    @Test
    void block_forUs_saysThatItHasThem_andOneForPrometheusHasNone() throws IOException {
        try (Tsdb store = new Tsdb(options(temp.resolve("a")))) {
            fill(store, Seeds.random(2));
            Block ours = block(store, BlockEncoding.NATIVE);
            Block theirs = block(store, BlockEncoding.PROMETHEUS);
            try (ours;
                    theirs) {
                assertThat(ours.meta().encodings()).containsExactly("lfor", "lfor-starts");
                assertThat(BlockVerification.of(ours).problems()).isEmpty();
                assertThat(Samples.of(ours)).isEqualTo(Samples.of(store));
                assertThat(ChunkInspection.draw(ours, TestBlocks.any(), T0)).contains("samples");
                assertThat(theirs.meta().encodings()).isEmpty();
                assertThat(BlockVerification.of(theirs).problems()).isEmpty();
                Map<Labels, List<String>> without = Samples.of(store);
                without.replaceAll((_, samples) -> without(samples));
                assertThat(Samples.of(theirs)).isEqualTo(without);
            }
        }
    }

    @Test
    void block_forNewerPrometheus_hasThoseOfFloats() throws IOException {
        try (Tsdb store = new Tsdb(options(temp.resolve("a")));
                Block theirs = startsOfFloats(store)) {
            assertThat(theirs.meta().encodings()).isEmpty();
            assertThat(BlockVerification.of(theirs).problems()).isEmpty();
            Map<Labels, List<String>> expected = Samples.of(store);
            assertThat(expected.toString()).contains(" since ");
            expected.replaceAll(
                    (_, samples) -> isOfHistograms(samples) ? without(samples) : samples);
            assertThat(Samples.of(theirs)).isEqualTo(expected);
        }
    }

    private static boolean isOfHistograms(List<String> samples) {
        return samples.stream().anyMatch(s -> s.contains(" histogram ") || s.contains(" gauge "));
    }

    private static List<String> without(List<String> samples) {
        return samples.stream().map(s -> s.replaceAll(" since .*", "")).toList();
    }

    private Block startsOfFloats(Tsdb store) throws IOException {
        fill(store, Seeds.random(2));
        return block(store, BlockEncoding.PROMETHEUS_XOR2);
    }

    private Block block(Tsdb store, BlockEncoding encoding) throws IOException {
        Ulid ulid = Ulid.random(T0);
        BlockMeta meta =
                new BlockWriter(FileStore.local(), temp, encoding)
                        .write(
                                store,
                                T0,
                                T0 + 10 * HOUR,
                                ulid,
                                BlockMeta.Compaction.fromHead(ulid));
        assertThat(meta).isNotNull();
        return Block.open(FileStore.local(), temp.resolve(ulid.toString()));
    }

    @Test
    void picture_ofAChunk_showsThem() throws IOException {
        try (Tsdb store = new Tsdb(options(temp.resolve("a")))) {
            try (StartTimestampAppender appender = store.appender()) {
                long ref = appender.resolve(labels(1));
                appender.append(ref, T0, 1, T0 - 1000);
                appender.append(ref, T0 + 15_000, 2, T0 - 1000);
                appender.append(ref, T0 + 30_000, 3, T0 + 15_000);
                appender.append(ref, T0 + 45_000, 4, T0 + 30_000);
                appender.commit();
            }
            try (Block block = block(store, BlockEncoding.NATIVE)) {
                assertThat(ChunkInspection.draw(block, TestBlocks.any(), T0))
                        .contains("encoding 0x71, lfor-starts")
                        .contains("samples 0 to 1, start timestamps: t0 less 1000")
                        .contains("samples 2 to 3, start timestamps: the time of the sample before")
                        .contains("interval, milliseconds: 15000");
            }
        }
    }
}
