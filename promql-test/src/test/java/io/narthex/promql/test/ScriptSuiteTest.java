package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ScriptSuiteTest {
    private static final String PASSES = "eval instant at 0 1\n 1\n";
    private static final String FAILS = "eval instant at 0 1\n 2\n";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(Path path) {
        return ScriptSuite.run(List.of(path), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private Path write(String name, String script) throws IOException {
        return Files.writeString(folder.resolve(name), script);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void run_allPassed_isZero() throws IOException {
        write("a.test", PASSES);
        write("b.test", PASSES);
        write("README.md", "not a script");

        assertThat(run(folder)).isZero();
        assertThat(lines()).containsExactly("2 passed, 0 failed");
    }

    @Test
    void run_failure_isOneAndNamed() throws IOException {
        Path script = write("a.test", PASSES + "\n" + FAILS);

        assertThat(run(script)).isEqualTo(1);
        assertThat(lines())
                .containsExactly(script + ":4: 1: expected 2.0; actual: 1.0", "1 passed, 1 failed");
    }

    @Test
    void run_noScriptOrNoFile_isOne() {
        assertThat(run(folder)).isEqualTo(1);
        assertThat(run(folder.resolve("missing.test"))).isEqualTo(1);
        assertThat(lines()).last().asString().contains("missing.test");
    }
}
