package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.testkit.Directories;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.TestBlocks;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What becomes of blocks while time goes on, and at every place where a process may end.
class BlockMaintenanceTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final Duration RANGE = Duration.ofMinutes(10);
    private static final Labels SERIES = Labels.of(Labels.NAME, "m", "n", "1");
    private static final Labels SHORT = Labels.of(Labels.NAME, "m", "n", "2");

    private final ManualClock clock = new ManualClock(T0);

    @TempDir Path temp;

    private Path data() {
        return temp.resolve("data");
    }

    private TsdbOptions.Builder options() {
        return TsdbOptions.builder()
                .chunkRange(RANGE)
                .retention(Duration.ofDays(1000))
                .maintenanceInterval(Duration.ZERO)
                .clock(clock)
                .directory(data());
    }

    /// A sample every 15 seconds from one minute to another; a second series ends early.
    private void append(Tsdb store, long fromMinute, long toMinute) {
        for (long t = T0 + fromMinute * 60_000; t < T0 + toMinute * 60_000; t += 15_000) {
            try (Appender appender = store.appender()) {
                appender.append(appender.resolve(SERIES), t, t - T0);
                if (t < T0 + 25 * 60_000) {
                    appender.append(appender.resolve(SHORT), t, t - T0);
                }
                appender.commit();
            }
            clock.set(t);
        }
    }

    private static List<Long> minutes(List<Block> blocks) {
        return blocks.stream().map(b -> (b.meta().endTime() - b.meta().mint()) / 60_000).toList();
    }

    private List<Long> minutes() throws IOException {
        try (BlockList list = BlockList.read(FileStore.local(), data())) {
            assertThat(list.problems()).isEmpty();
            return minutes(list.blocks());
        }
    }

    @Test
    void ranges_becomeBlocks_andThoseLongerOnes() throws IOException {
        try (Tsdb store = new Tsdb(options().maxBlockRange(RANGE.multipliedBy(3)).build())) {
            append(store, 0, 80);
            Map<Labels, List<String>> all = Samples.of(store);
            store.collectGarbage();
            assertThat(Samples.of(store)).isEqualTo(all);
            assertThat(minutes()).contains(30L).hasSizeLessThan(7);
            assertThat(store.blockStats().blocks()).isEqualTo(minutes().size());
            assertThat(store.blockStats().bytes()).isPositive();
            assertThat(store.blockStats().minTime()).isEqualTo(T0);
            // The series that ended is in blocks only.
            assertThat(store.seriesCount()).isEqualTo(1);
            append(store, 80, 200);
            all = Samples.of(store);
            store.collectGarbage();
            assertThat(minutes()).startsWith(30L, 30L, 30L);
            assertThat(Samples.of(store)).isEqualTo(all);
            assertThat(store.blockStats().failures()).isZero();
            assertThat(store.blockStats().chunksEncoded()).isPositive();
        }
    }

    @Test
    void retention_byTimeAndSize_dropsWholeBlocks() throws IOException {
        try (Tsdb store = new Tsdb(options().retention(Duration.ofMinutes(40)).build())) {
            append(store, 0, 40);
            store.collectGarbage();
            assertThat(store.blockStats().minTime()).isEqualTo(T0);
            append(store, 40, 100);
            store.collectGarbage();
            assertThat(store.blockStats().tooOld()).isPositive();
            // The newest block ends at minute 90.
            assertThat(store.blockStats().minTime()).isGreaterThanOrEqualTo(T0 + 50 * 60_000);
        }
        try (Tsdb store = new Tsdb(options().retentionBytes(1).build())) {
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isZero();
            assertThat(store.blockStats().tooMuch()).isPositive();
            assertThat(minutes()).isEmpty();
        }
    }

    @Test
    void retentionBySize_countsTheFilesOfTheHead() throws IOException {
        long blocks;
        long head;
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 0, 80);
            store.collectGarbage();
            store.checkpoint();
            append(store, 80, 84);
            store.collectGarbage();
            blocks = store.blockStats().bytes();
            head = store.blockStats().headBytes();
            long files = 0;
            for (String part : List.of("head", "head/wal")) {
                try (Stream<Path> all = Files.list(data().resolve(part))) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        // Page files reserve 1 MiB of their length, and use next to nothing here.
                        files += Math.min(Files.size(file), 100_000);
                    }
                }
            }
            assertThat(head).isBetween(files - 100_000, files).isPositive();
        }
        try (Tsdb store = new Tsdb(options().retentionBytes(blocks + 1).build())) {
            store.collectGarbage();
            assertThat(store.blockStats().tooMuch()).isEqualTo(1);
        }
    }

    /// Half of the machine's disk is enough for both blocks, and next to nothing of it for none.
    @Test
    void retentionByPercentage_countsTheFileSystemAndNotTheBytes() throws IOException {
        TsdbOptions half = options().retentionPercent(50).retentionBytes(1).build();
        try (Tsdb store = new Tsdb(half)) {
            append(store, 0, 80);
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isPositive();
            assertThat(store.blockStats().tooMuch()).isZero();
        }
        try (Tsdb store = new Tsdb(options().retentionPercent(1e-12).build())) {
            store.collectGarbage();
            assertThat(store.blockStats().blocks()).isZero();
            assertThat(store.blockStats().tooMuch()).isPositive();
        }
    }

    @Test
    void headThatSpansTooMuch_isCutBeforeTheNextMaintenance() throws Exception {
        try (Tsdb store = neverMaintained()) {
            append(store, 0, 84);
            awaitCuts(store, 7);
        }
    }

    @Test
    void headThatSpansTooMuch_whileAQuerierIsOpen_isCutOnceThatIsClosed() throws Exception {
        try (Tsdb store = neverMaintained()) {
            try (Querier _ = store.querier(0, Long.MAX_VALUE)) {
                append(store, 0, 84);
                awaitCuts(store, 1);
            }
            awaitCuts(store, 7);
        }
    }

    @Test
    void afterCut_isCalledWhenSamplesHaveLeftTheHead() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Tsdb store = new Tsdb(options().afterCut(calls::incrementAndGet).build())) {
            append(store, 0, 84);
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isPositive();
            assertThat(calls).hasValue(1);
            store.collectGarbage();
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void afterCut_thatFails_isNoFailureOfTheBlock() throws IOException {
        Runnable failing =
                () -> {
                    throw new IllegalStateException("on purpose");
                };
        try (Tsdb store = new Tsdb(options().afterCut(failing).build())) {
            append(store, 0, 84);
            store.collectGarbage();
            assertThat(store.blockStats().cuts()).isPositive();
            assertThat(store.blockStats().failures()).isZero();
        }
    }

    private Tsdb neverMaintained() {
        return new Tsdb(options().maintenanceInterval(Duration.ofDays(1000)).build());
    }

    private static void awaitCuts(Tsdb store, int cuts) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (store.blockStats().cuts() < cuts && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(store.blockStats().cuts()).isGreaterThanOrEqualTo(cuts);
    }

    /// Somebody may put such a block there, or it is of a clock that was wrong.
    @Test
    void blockFromTheFuture_makesNoOtherOld() throws IOException {
        TsdbOptions options = options().retention(Duration.ofMinutes(40)).build();
        try (Tsdb store = new Tsdb(options)) {
            append(store, 0, 40);
            store.collectGarbage();
        }
        long future = T0 + Duration.ofDays(1000).toMillis();
        TestBlocks.write(
                data(),
                TestBlocks.store(Seeds.random(1), future, 1, 1, 15_000),
                future,
                future + RANGE.toMillis(),
                BlockEncoding.NATIVE);
        try (Tsdb store = new Tsdb(options)) {
            Map<Labels, List<String>> all = Samples.of(store);
            store.collectGarbage();
            assertThat(store.blockStats().tooOld()).isZero();
            assertThat(Samples.of(store)).isEqualTo(all);
        }
    }

    @Test
    void encodingForPrometheus_isThatOfAllBlocks() throws IOException {
        TsdbOptions options = options().blockEncoding(BlockEncoding.PROMETHEUS).build();
        try (Tsdb store = new Tsdb(options)) {
            append(store, 0, 80);
            store.collectGarbage();
        }
        try (BlockList list = BlockList.read(FileStore.local(), data())) {
            assertThat(list.blocks()).isNotEmpty();
            assertThat(list.blocks()).allMatch(b -> b.meta().isPrometheus());
        }
    }

    /// The process ends behind each step of a cut; what it left is what a copy of the files has.
    @Test
    void endOfTheProcess_atAnyStepOfACut_losesAndDoublesNothing() throws IOException {
        Map<Labels, List<String>> all;
        List<Path> steps = new ArrayList<>();
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 0, 55);
            all = Samples.of(store);
            steps.add(Directories.copy(data(), temp.resolve("before")));
            try (var reader = store.querier(0, Long.MAX_VALUE)) {
                assertThat(reader.mayHoldHistograms()).isFalse();
                // The block is there, and the cut is not noted while somebody reads.
                store.collectGarbage();
                assertThat(store.blockStats().blocks()).isEqualTo(1);
                steps.add(Directories.copy(data(), temp.resolve("published")));
            }
            store.collectGarbage();
            steps.add(Directories.copy(data(), temp.resolve("truncated")));
            store.checkpoint();
            steps.add(Directories.copy(data(), temp.resolve("checkpoint")));
        }
        steps.add(Directories.copy(data(), temp.resolve("closed")));
        steps.add(halfWritten(Directories.copy(steps.get(1), temp.resolve("half"))));
        for (Path step : steps) {
            try (Tsdb store = new Tsdb(options().directory(step).build())) {
                assertThat(Samples.of(store)).as("%s, opened", step).isEqualTo(all);
                store.collectGarbage();
                assertThat(Samples.of(store)).as("%s, cut", step).isEqualTo(all);
                assertThat(store.corruptions()).isEmpty();
            }
            try (Tsdb store = new Tsdb(options().directory(step).build())) {
                assertThat(Samples.of(store)).as("%s, reopened", step).isEqualTo(all);
            }
        }
    }

    /// What a writer leaves that never got to renaming its block.
    private static Path halfWritten(Path data) throws IOException {
        Path block;
        try (Stream<Path> files = Files.list(data)) {
            block = files.filter(f -> Files.exists(f.resolve("index"))).findFirst().orElseThrow();
        }
        Path temporary = data.resolve(block.getFileName() + ".tmp-for-creation");
        Files.move(block, temporary);
        Files.delete(temporary.resolve("meta.json"));
        return data;
    }

    @Test
    void corruptBlock_isLeftAlone_andTheRestServes() throws IOException {
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 0, 55);
            store.collectGarbage();
        }
        List<BlockMeta> metas;
        try (BlockList list = BlockList.read(FileStore.local(), data())) {
            metas = list.blocks().stream().map(Block::meta).toList();
        }
        Path index = data().resolve(metas.getFirst().ulid().toString()).resolve("index");
        Files.write(index, new byte[10]);
        try (Tsdb store = new Tsdb(options().build())) {
            assertThat(store.blockStats().blocks()).isEqualTo(metas.size() - 1L);
            store.collectGarbage();
            assertThat(Samples.of(store).get(SERIES)).isNotEmpty();
            assertThat(Files.size(index)).isEqualTo(10);
        }
    }

    /// A block with times that the head has already, as somebody may put there, hides no sample.
    @Test
    void blockOverTheHead_isMerged() throws IOException {
        try (Tsdb store = new Tsdb(options().build())) {
            append(store, 0, 55);
            store.collectGarbage();
        }
        Map<Labels, List<String>> all;
        Path other = temp.resolve("other");
        try (Tsdb store = new Tsdb(options().directory(other).build())) {
            append(store, 20, 24);
            append(store, 54, 55);
            all = Samples.of(store);
        }
        try (Stream<Path> files = Files.list(data())) {
            for (Path block : files.filter(f -> Files.exists(f.resolve("index"))).toList()) {
                Directories.copy(block, other.resolve(block.getFileName()));
            }
        }
        try (Tsdb store = new Tsdb(options().directory(other).build())) {
            Map<Labels, List<String>> merged = Samples.of(store);
            all.forEach((labels, samples) -> assertThat(merged.get(labels)).containsAll(samples));
            assertThat(merged.get(SERIES)).hasSizeGreaterThan(4 * 4 + 4);
            store.collectGarbage();
            assertThat(Samples.of(store)).isEqualTo(merged);
        }
    }
}
