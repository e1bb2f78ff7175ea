package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class SnapshotTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final long T0 = 1_750_003_200_000L;
    private static final long MINUTE = 60_000;
    private static final List<LabelMatcher> ALL = List.of(LabelMatcher.equal(Labels.NAME, "m"));

    private final ManualClock clock = new ManualClock(T0);

    @TempDir Path temp;

    private TsdbOptions.Builder options(Path directory) {
        return TsdbOptions.builder()
                .chunkRange(Duration.ofMinutes(10))
                .maxBlockRange(Duration.ofMinutes(10))
                .retention(Duration.ofDays(1000))
                .outOfOrderWindow(Duration.ofHours(1))
                .maintenanceInterval(Duration.ZERO)
                .clock(clock)
                .directory(directory);
    }

    private void append(Tsdb store, long t, double value) {
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(Labels.of(Labels.NAME, "m")), t, value);
            appender.commit();
        }
        clock.set(Math.max(clock.millis(), t));
    }

    /// Three blocks, of which something is deleted, younger samples in memory, and a late one that
    /// lies in the time of the second block.
    private Tsdb filled(TsdbOptions options) {
        Tsdb store = new Tsdb(options);
        for (int i = 0; i < 45; i++) {
            append(store, T0 + i * MINUTE, i);
        }
        store.collectGarbage();
        assertThat(store.blockStats().blocks()).isEqualTo(3);
        append(store, T0 + 15 * MINUTE + 1, -15);
        store.deleteSeries(T0 + 3 * MINUTE, T0 + 4 * MINUTE, ALL);
        store.deleteSeries(T0 + 38 * MINUTE, T0 + 39 * MINUTE, ALL);
        return store;
    }

    @Test
    void snapshot_isAStore_withWhatThereWas() throws IOException {
        Path data = temp.resolve("data");
        Path snapshots = data.resolve("snapshots");
        try (Tsdb store = filled(options(data).build())) {
            Map<Labels, List<String>> all = Samples.of(store);
            assertThat(all.get(Labels.of(Labels.NAME, "m"))).hasSize(45 + 1 - 4);
            store.snapshot(snapshots.resolve("all"), true);
            store.snapshot(snapshots.resolve("blocks"), false);
            // What happens later does not reach it.
            store.deleteSeries(Long.MIN_VALUE, Long.MAX_VALUE, ALL);
            store.cleanTombstones();
            assertThat(Samples.of(store)).isEmpty();
            assertThat(store.blockStats().blocks()).isZero();
            try (Tsdb copy = new Tsdb(options(snapshots.resolve("all")).build())) {
                assertThat(Samples.of(copy)).isEqualTo(all);
                copy.collectGarbage();
                assertThat(Samples.of(copy)).isEqualTo(all);
            }
            try (BlockList copy = BlockList.read(FileStore.local(), snapshots.resolve("blocks"))) {
                assertThat(copy.blocks()).hasSize(3);
                assertThat(Samples.of(copy).get(Labels.of(Labels.NAME, "m"))).hasSize(30 - 2);
            }
        }
        // The store itself does not take them for blocks.
        try (Tsdb store = new Tsdb(options(data).build())) {
            assertThat(Samples.of(store)).isEmpty();
        }
    }

    @Test
    void snapshot_sharesTheFilesThatNeverChange() throws IOException {
        Path data = temp.resolve("data");
        try (Tsdb store = filled(options(data).build())) {
            store.snapshot(temp.resolve("s"), false);
            try (BlockList list = BlockList.read(FileStore.local(), data)) {
                for (Block block : list.blocks()) {
                    Path copy = temp.resolve("s").resolve(block.directory().getFileName());
                    for (String file : List.of("index", "chunks/000001")) {
                        assertThat(
                                        Files.isSameFile(
                                                block.directory().resolve(file),
                                                copy.resolve(file)))
                                .isTrue();
                    }
                    for (String file : List.of("tombstones", "meta.json")) {
                        assertThat(copy.resolve(file))
                                .hasSameBinaryContentAs(block.directory().resolve(file));
                        assertThat(
                                        Files.isSameFile(
                                                block.directory().resolve(file),
                                                copy.resolve(file)))
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void promtool_listsASnapshot_andReadsItWithoutWhatIsDeleted() throws IOException {
        ExternalProgram.require(PROMTOOL, "prometheus");
        Path snapshot = temp.resolve("s");
        try (Tsdb store =
                filled(
                        options(temp.resolve("data"))
                                .blockEncoding(BlockEncoding.PROMETHEUS)
                                .build())) {
            store.snapshot(snapshot, true);
        }
        String listed = promtool("list", snapshot);
        try (BlockList list = BlockList.read(FileStore.local(), snapshot)) {
            // Three blocks, the late sample, and memory.
            assertThat(list.blocks()).hasSize(5);
            list.blocks().forEach(b -> assertThat(listed).contains(b.meta().ulid().toString()));
        }
        Files.createDirectories(snapshot.resolve("wal")); // promtool's dump wants one
        assertThat(promtool("dump", snapshot).lines())
                .hasSize(45 + 1 - 4)
                .contains("{__name__=\"m\"} 2 " + (T0 + 2 * MINUTE))
                .contains("{__name__=\"m\"} -15 " + (T0 + 15 * MINUTE + 1))
                .doesNotContain("{__name__=\"m\"} 3 " + (T0 + 3 * MINUTE));
    }

    private String promtool(String command, Path data) {
        try (ExternalProgram program =
                ExternalProgram.start(
                        temp.resolve(command),
                        Map.of(),
                        List.of(PROMTOOL.toString(), "tsdb", command, data.toString()))) {
            return program.finish();
        }
    }

    @Test
    void snapshot_whereItCantBe_leavesNothing() throws IOException {
        Path there = Files.createDirectories(temp.resolve("there"));
        Files.writeString(there.resolve("file"), "somebody's");
        try (Tsdb store = filled(options(temp.resolve("data")).build())) {
            assertThatThrownBy(() -> store.snapshot(there, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not empty");
            Path block = temp.resolve("01JXTFTEME2RT26380JZXENTJ9");
            assertThatThrownBy(() -> store.snapshot(block, true))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.snapshot(there.resolve("file").resolve("s"), true))
                    .isInstanceOf(StorageException.class);
        }
        assertThat(there).isDirectoryContaining("glob:**file");
        try (Tsdb memory = new Tsdb(options(temp).directory(null).build())) {
            assertThatThrownBy(() -> memory.snapshot(temp.resolve("m"), true))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(temp.resolve("m")).doesNotExist();
    }
}
