package io.narthex.tsdb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A store on a real file system of a few megabytes, which is mounted for one process only.
class SmallDiskTest {
    private static final String MOUNT =
            "mount -t tmpfs -o size=16m tmpfs \"$1\" && shift && exec \"$@\"";

    @TempDir Path temp;

    private static List<String> mounted(Path directory, List<String> command) {
        List<String> all =
                new ArrayList<>(
                        List.of("unshare", "-m", "sh", "-c", MOUNT, "sh", directory.toString()));
        all.addAll(command);
        return all;
    }

    private static boolean canMount(Path directory) throws InterruptedException {
        try {
            Process probe =
                    new ProcessBuilder(mounted(directory, List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException _) {
            return false; // there is no such program
        }
    }

    @Test
    void diskThatIsFullForAWhile_costsNothing() throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        assumeTrue(canMount(disk), "a file system can only be mounted by root, with unshare");
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskProgram.class.getName(),
                        disk.toString(),
                        elsewhere.toString());
        try (ExternalProgram program =
                ExternalProgram.start(temp.resolve("log"), Map.of(), mounted(disk, java))) {
            assertThat(program.finish()).contains(FullDiskProgram.DONE);
        }
    }
}
