package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.pressure.DiskSpace;
import io.narthex.tsdb.pressure.DiskStage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A reserve that is as large as checkpoints take.
class ReserveTest {
    private static final long MIB = 1 << 20;
    private static final long LEAST = 512 << 10;
    private static final String SAYS = "This file of Narthex keeps disk space in reserve";

    private final FaultyFileStore files = new FaultyFileStore();
    private final ManualClock clock = new ManualClock(1_750_003_200_000L);

    @TempDir Path temp;

    private DiskSpace open() throws IOException {
        DiskSpace disk = new DiskSpace(files, temp, DiskSpace.BY_NEED, clock);
        disk.open();
        disk.check();
        return disk;
    }

    private Path reserve() {
        return temp.resolve("reserve");
    }

    @Test
    void size_followsCheckpoints_andIsKeptOverARestart() throws IOException {
        files.usableSpace(1000 * MIB);
        DiskSpace disk = open();
        assertThat(reserve()).hasSize(LEAST);
        disk.checkpointTakes(6 * MIB - 1);
        assertThat(reserve()).hasSize(LEAST);
        disk.check();
        assertThat(reserve()).hasSize(6 * MIB);
        assertThat(disk.status().reserve()).isEqualTo(6 * MIB);
        disk.checkpointTakes(5 * MIB);
        disk.check();
        assertThat(reserve()).hasSize(6 * MIB);
        open().check();
        assertThat(reserve()).hasSize(6 * MIB);
        disk = open();
        disk.checkpointTakes(3 * MIB);
        disk.check();
        assertThat(reserve()).hasSize(3 * MIB);
        disk.checkpointTakes(100 * MIB);
        disk.check();
        assertThat(reserve()).hasSize(16 * MIB);
        disk.checkpointTakes(10);
        disk.check();
        assertThat(reserve()).hasSize(LEAST);
        assertThat(Files.readString(reserve(), StandardCharsets.ISO_8859_1)).startsWith(SAYS);
    }

    @Test
    void growth_waitsForRoom_andIsTheNewMark() throws IOException {
        files.usableSpace(20 * MIB);
        DiskSpace disk = open();
        disk.checkpointTakes(8 * MIB);
        disk.check();
        assertThat(reserve()).hasSize(LEAST);
        assertThat(disk.stage()).isEqualTo(DiskStage.NORMAL);
        files.usableSpace(3 * 8 * MIB + (8 * MIB - LEAST));
        disk.check();
        assertThat(reserve()).hasSize(8 * MIB);
        files.usableSpace(8 * MIB - 1);
        disk.check();
        assertThat(disk.stage()).isEqualTo(DiskStage.LOW);
        assertThat(reserve()).doesNotExist();
        assertThat(disk.hasRoom()).isFalse();
        files.usableSpace(24 * MIB);
        disk.check();
        assertThat(disk.stage()).isEqualTo(DiskStage.NORMAL);
        assertThat(reserve()).hasSize(8 * MIB);
    }

    @Test
    void growthThatFails_leavesTheReserveAsItWas() throws IOException {
        files.usableSpace(100 * MIB);
        DiskSpace disk = open();
        disk.checkpointTakes(4 * MIB);
        files.failAt(files.operations().size() + 1, "No space left on device");
        disk.check();
        assertThat(files.failed()).startsWith("write").endsWith("reserve");
        assertThat(reserve()).hasSize(LEAST);
        assertThat(disk.status().reserve()).isEqualTo(LEAST);
        assertThat(disk.stage()).isEqualTo(DiskStage.NORMAL);
    }

    @Test
    void reserveOfBefore_shrinksWithTheFirstCheckpoint() throws IOException {
        files.usableSpace(100 * MIB);
        new Tsdb(options().reserveBytes(4 * MIB).build()).close();
        assertThat(reserve()).hasSize(4 * MIB);
        try (Tsdb store = new Tsdb(options().build())) {
            assertThat(reserve()).hasSize(4 * MIB);
            append(store);
            store.checkpoint();
            store.collectGarbage();
            assertThat(reserve()).hasSize(LEAST);
            assertThat(store.disk().reserve()).isEqualTo(LEAST);
        }
    }

    private TsdbOptions.Builder options() {
        return TsdbOptions.builder()
                .maintenanceInterval(Duration.ZERO)
                .clock(clock)
                .files(files)
                .directory(temp)
                .reserveBytes(TsdbOptions.RESERVE_BY_NEED);
    }

    private void append(Tsdb store) {
        try (Appender appender = store.appender()) {
            Labels up = Labels.of(Labels.NAME, "up");
            appender.append(appender.resolve(up), clock.millis(), 1);
            assertThat(appender.commit().rejections()).isEmpty();
        }
    }
}
