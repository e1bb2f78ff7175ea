package io.narthex.tsdb.faults;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.testkit.Directories;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.pressure.DiskStage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A store's life on a small file system that somebody else fills up and clears. It ends with an
/// exception where the store is not as it should be.
final class FullDiskProgram {
    static final String DONE = "everything accepted is there";

    private static final int SERIES = 50;
    private static final long RESERVE = 2 << 20;
    private static final long STEP = 1000;

    private final Path disk;
    private final Path elsewhere;
    private final Set<String> accepted = new TreeSet<>();
    private long now = 1_750_003_200_000L;

    private FullDiskProgram(Path disk, Path elsewhere) {
        this.disk = disk;
        this.elsewhere = elsewhere;
    }

    /// @param args the small file system, and a directory on another one
    public static void main(String[] args) throws IOException {
        new FullDiskProgram(Path.of(args[0]), Path.of(args[1])).run();
        System.out.println(DONE);
    }

    private static TsdbOptions options(Path directory) {
        return TsdbOptions.builder()
                .retention(Duration.ofDays(10_000))
                .maintenanceInterval(Duration.ZERO)
                .directory(directory)
                .reserveBytes(RESERVE)
                .build();
    }

    private Path data() {
        return disk.resolve("data");
    }

    private void run() throws IOException {
        try (Tsdb store = new Tsdb(options(data()))) {
            append(store, 50);
            store.collectGarbage();
            require(store.diskStage() == DiskStage.NORMAL, "normal at first");
            require(Files.size(data().resolve("reserve")) == RESERVE, "a reserve");
            fill();
            store.collectGarbage();
            require(store.diskStage() == DiskStage.LOW, "low when the disk is full");
            append(store, 50);
            require(store.diskStage() == DiskStage.LOW, "still logging into the reserve");
            require(killed("low").equals(accepted), "all of it logged");
            fill();
            Set<String> logged = new TreeSet<>(accepted);
            while (store.diskStage() == DiskStage.LOW) {
                logged = new TreeSet<>(accepted);
                append(store, 1);
            }
            append(store, 300);
            store.collectGarbage();
            require(store.diskStage() == DiskStage.MEMORY_ONLY, "in memory only");
            require(Contents.of(store).equals(accepted), "all of it readable");
            require(killed("full").equals(logged), "what was logged, and no more");
            Files.delete(disk.resolve("hog"));
            recover(store);
            require(killed("again").equals(accepted), "all of it durable");
            append(store, 50);
            require(killed("later").equals(accepted), "logged again");
        }
        require(killed("closed").equals(accepted), "all of it behind the end");
    }

    /// Takes whatever space there is.
    private void fill() throws IOException {
        byte[] bytes = new byte[4096];
        try (OutputStream out =
                Files.newOutputStream(
                        disk.resolve("hog"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            require(String.valueOf(e.getMessage()).contains("No space left"), "full: " + e);
        }
    }

    /// Failed attempts make the store wait a while.
    private static void recover(Tsdb store) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (store.diskStage() != DiskStage.NORMAL) {
            require(System.nanoTime() < end, "recovery: " + store.disk());
            store.collectGarbage();
        }
    }

    private void append(Tsdb store, int commits) {
        for (int k = 0; k < commits; k++) {
            now += STEP;
            try (Appender appender = store.appender()) {
                for (int i = 0; i < SERIES; i++) {
                    Labels labels = Labels.of(Labels.NAME, "m" + i);
                    appender.append(appender.resolve(labels), now, Math.sqrt(now + i));
                    accepted.add(Contents.sample(labels, now, Math.sqrt(now + i)));
                }
                require(appender.commit().rejections().isEmpty(), "no rejections");
            }
        }
    }

    /// What a store finds elsewhere in a copy of the files as they are now.
    private Set<String> killed(String name) {
        Path copy = Directories.copy(data(), elsewhere.resolve(name));
        try (Tsdb store = new Tsdb(options(copy))) {
            return Contents.of(store);
        }
    }

    private static void require(boolean is, String what) {
        if (!is) {
            throw new AssertionError("not so: " + what);
        }
    }
}
