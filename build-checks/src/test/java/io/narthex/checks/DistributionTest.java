package io.narthex.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// What is handed out is small, runs when unpacked elsewhere, and starts quickly.
class DistributionTest {
    private static final Path TARGET = SourceTree.ROOT.resolve("server/target");
    private static final int FIRST_WITH_STACK_MAPS = 51;
    private static final long MOST_BYTES = 25 << 20;

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void needsThePackagedServer() {
        boolean packaged = Files.exists(TARGET.resolve("narthex.aot"));
        assumeTrue(packaged || Boolean.getBoolean("narthex.ci"), "the server was not packaged");
    }

    @Test
    void archive_isSmallAndRunsWhereverItIsUnpacked() throws Exception {
        Path archive = archive();
        assertThat(Files.size(archive)).isLessThan(MOST_BYTES);
        run("tar", "xzf", archive.toString(), "-C", folder.toString(), "--strip-components=1");
        assertThat(versionWithCache(folder)).startsWith("narthex ");
    }

    @Test
    void cacheOfClasses_isAcceptedByTheJdkThatMadeIt() throws Exception {
        assertThat(versionWithCache(SourceTree.ROOT)).startsWith("narthex ");
    }

    @Test
    void classes_areNewEnoughForTheCache() throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve("narthex.jar").toFile())) {
            List<String> old = new ArrayList<>();
            for (JarEntry entry :
                    jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.skipNBytes(6);
                    if (in.readUnsignedShort() < FIRST_WITH_STACK_MAPS) {
                        old.add(entry.getName());
                    }
                }
            }
            assertThat(old).isEmpty();
        }
    }

    /// In this mode the JVM refuses to start with a cache that it cannot use.
    private static String versionWithCache(Path home) throws Exception {
        return run(
                "env",
                "JAVA25_HOME=" + System.getProperty("java.home"),
                "NARTHEX_OPTS=-XX:AOTMode=on",
                home.resolve("narthex").toString(),
                "--version");
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(f -> f.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
        }
    }

    /// What a command prints; fails unless it ends with 0.
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }
}
