package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The exit codes of `narthex test rules`.
class TestRulesCommandTest {
    @TempDir private Path folder = Path.of("");

    private Path test(String name, int expected) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yml"),
                """
                tests:
                  - name: %s
                    promql_expr_test: [{expr: '1 + 1', exp_samples: [{value: %d}]}]
                """
                        .formatted(name, expected));
    }

    private static int run(Object... arguments) {
        String[] texts = new String[arguments.length + 2];
        texts[0] = "test";
        texts[1] = "rules";
        for (int i = 0; i < arguments.length; i++) {
            texts[i + 2] = arguments[i].toString();
        }
        return Main.commandLine().execute(texts);
    }

    @Test
    void exitCode_tellsWhetherAllTestsPass() throws IOException {
        assertThat(run(test("good", 2))).isZero();
        assertThat(run(test("good", 2), test("bad", 3))).isEqualTo(1);
        assertThat(run(folder.resolve("missing.yml"))).isEqualTo(1);
    }

    @Test
    void run_choosesTests_andMayBeRepeated() throws IOException {
        Path bad = test("bad", 3);
        assertThat(run("--run", "good", bad)).isZero();
        assertThat(run("--run", "good", "--run", "b.d", bad)).isEqualTo(1);
        assertThat(run("--run", "(", bad)).isEqualTo(Main.USAGE);
    }

    @Test
    void junit_isWritten_orSaysWhyNot() throws IOException {
        Path xml = folder.resolve("results.xml");
        assertThat(run("--junit", xml, "--diff", test("good", 2), test("bad", 3))).isEqualTo(1);
        assertThat(Files.readString(xml))
                .contains(
                        "<testcase name=\"good\"></testcase>", "<testcase name=\"bad\"><failure>");
        assertThat(run("--junit", folder.resolve("none/x.xml"), test("good", 2))).isEqualTo(1);
    }
}
