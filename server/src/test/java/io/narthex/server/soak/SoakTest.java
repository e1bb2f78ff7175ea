package io.narthex.server.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ReliabilityRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A store with a heap of 256 MB lives long and busily: see [SoakProgram].
class SoakTest {
    private static final long SECONDS = Long.getLong("narthex.soak.seconds", 10);

    @TempDir private Path folder = Path.of("");

    @Test
    void longLife_inASmallHeap_missesNothingAndStaysSmall() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SoakProgram.class.getName(),
                                folder.toString(),
                                String.valueOf(SECONDS))
                        .redirectErrorStream(true)
                        .start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            String last = output.strip().lines().reduce("", (_, line) -> line);
            assertThat(last).contains(" queries right");
            ReliabilityRecord.put(
                    "a long life with -Xmx256m, in seconds",
                    "mvn -Psoak -pl server -am test -Dtest=SoakTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false",
                    0,
                    SECONDS,
                    last);
        } finally {
            process.destroyForcibly();
        }
    }
}
