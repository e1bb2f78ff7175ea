package io.narthex.server.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;

import io.narthex.testkit.ExternalProgram;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Files that pass and files that fail on purpose; promtool has to agree with each verdict.
class RuleTestsTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final RuleTests.Options ALL = new RuleTests.Options(null, false, false, false);

    @TempDir private Path folder = Path.of("");

    private record Outcome(boolean passed, String out, String err) {}

    private static Path corpus() {
        URL url = Objects.requireNonNull(RuleTestsTest.class.getResource("pass-alerts.yml"));
        try {
            return Objects.requireNonNull(Path.of(url.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> files(String prefix) {
        try (Stream<Path> all = Files.list(corpus())) {
            return all.map(p -> String.valueOf(p.getFileName()))
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> files() {
        return Stream.of("pass-", "fail-", "new-", "newfail-").flatMap(p -> files(p).stream());
    }

    private static Stream<String> filesThatPromtoolKnows() {
        return Stream.of("pass-", "fail-").flatMap(p -> files(p).stream());
    }

    private static Outcome run(RuleTests.Options options, Path... files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        boolean passed =
                new RuleTests(
                                options,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8))
                        .run(List.of(files));
        return new Outcome(
                passed, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_passesOrFails_asItsNameSays(String name) {
        Outcome outcome = run(ALL, corpus().resolve(name));
        boolean expected = name.startsWith("pass-") || name.startsWith("new-");
        assertThat(outcome.passed()).as(outcome.err()).isEqualTo(expected);
        assertThat(outcome.out()).startsWith("Unit Testing:  " + corpus().resolve(name) + "\n");
        if (expected) {
            assertThat(outcome.out()).contains("  SUCCESS\n");
        } else {
            assertThat(outcome.err()).startsWith("  FAILED:\n").contains(".yml:");
        }
    }

    @ParameterizedTest
    @MethodSource("filesThatPromtoolKnows")
    void file_hasTheVerdictOfPromtool(String name) {
        ExternalProgram.require(PROMTOOL, "prometheus");
        Path file = corpus().resolve(name);
        boolean passed = !promtool(file).contains("FAILED");
        assertThat(passed).isEqualTo(run(ALL, file).passed());
    }

    /// But for the line that tells where it is.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fail-alertname.yml",
                "fail-alerts.yml",
                "fail-expressions.yml",
                "fail-limit.yml",
                "fail-nan.yml",
                "fail-neighbours.yml",
                "fail-order.yml",
            })
    void failures_areToldAsByPromtool(String name) {
        ExternalProgram.require(PROMTOOL, "prometheus");
        Path file = corpus().resolve(name);
        assertThat(lines(run(ALL, file).err())).isEqualTo(lines(promtool(file)));
    }

    private static List<String> lines(String text) {
        return text.lines()
                .filter(l -> !l.isBlank())
                .filter(l -> !l.startsWith("    at ") && !l.startsWith("Unit Testing:"))
                .toList();
    }

    private String promtool(Path file) {
        List<String> command = List.of(PROMTOOL.toString(), "test", "rules", file.toString());
        try (ExternalProgram program =
                ExternalProgram.start(folder.resolve("log"), Map.of(), command)) {
            program.handle().onExit().join();
            return program.output();
        }
    }

    @Test
    void failures_nameFileAndPlace() {
        Path file = corpus().resolve("fail-expressions.yml");
        assertThat(run(ALL, file).err())
                .contains(
                        "    expr: \"m\", time: 1m,\n"
                                + "        exp: {__name__=\"m\", a=\"x\"} 2E+00\n"
                                + "        got: {__name__=\"m\", a=\"x\"} 1E+00\n"
                                + "    at "
                                + file
                                + ":5:9 (tests[0].promql_expr_test[0])\n");
        Path key = corpus().resolve("fail-unknown-key.yml");
        assertThat(run(ALL, key).err())
                .contains(
                        key
                                + ":2: tests[0].promql_expr_tests: unknown key; did you mean"
                                + " \"promql_expr_test\"?");
    }

    @Test
    void onlyTestsWhoseNameMatches_areRun() {
        Path file = corpus().resolve("fail-expressions.yml");
        assertThat(run(matching("pass|nothing"), file).passed()).isTrue();
        Outcome labels = run(matching("^lab"), file);
        assertThat(labels.passed()).isFalse();
        assertThat(labels.err()).contains("tests[1]").doesNotContain("tests[0]");
    }

    private static RuleTests.Options matching(@Nullable String regex) {
        return new RuleTests.Options(Pattern.compile(regex), false, false, false);
    }

    @Test
    void unknownKeysOfRuleFiles_areAccepted_whereAskedFor() {
        Path file = corpus().resolve("fail-unknown-rule-key.yml");
        assertThat(run(new RuleTests.Options(null, true, false, false), file).passed()).isTrue();
    }

    @Test
    void debug_showsTestsAndTheirSeries() {
        Path file = corpus().resolve("pass-order.yml");
        Outcome outcome = run(new RuleTests.Options(null, false, true, false), file);
        assertThat(outcome.err())
                .contains("DEBUG: Starting test at " + file + ":4:5 (tests[0])\n")
                .contains("DEBUG: Dump of all data (input_series and rules) at 3m1s:\n")
                .contains("twice =>\n6 @[60000]\n8 @[120000]\n10 @[180000]\n");
    }

    @Test
    void manyFiles_areAllRun_andOneFailureFails() {
        Path good = corpus().resolve("pass-order.yml");
        Path bad = corpus().resolve("fail-order.yml");
        Outcome outcome = run(ALL, bad, good);
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.out()).contains(bad + "\n", good + "\n  SUCCESS\n");
    }

    /// The rules that come with this version, with their tests.
    @Test
    void examples_pass() {
        Path file = Path.of("..", "examples", "rules", "service_test.yml").toAbsolutePath();
        Outcome outcome = run(ALL, file);
        assertThat(outcome.passed()).as(outcome.err()).isTrue();
        ExternalProgram.require(PROMTOOL, "prometheus");
        assertThat(promtool(file)).contains("SUCCESS").doesNotContain("FAILED");
    }

    @Test
    void missingFile_fails() {
        Path file = folder.resolve("no-such.yml");
        Outcome outcome = run(ALL, file);
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.err()).contains(file + ": no such file");
    }
}
