package io.narthex.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The same files give Prometheus' own tool and this one the same output and exit code.
class PromtoolTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    @TempDir private Path folder;

    private record Run(String out, String err, int exitCode) {}

    @BeforeEach
    void required() {
        ExternalProgram.require(PROMTOOL, "prometheus");
    }

    private Run promtool(String... args) throws IOException, InterruptedException {
        return promtool(Path.of("/dev/null"), args);
    }

    private Run promtool(Path in, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int exitCode = process.waitFor();
        return new Run(Files.readString(out), Files.readString(err), exitCode);
    }

    private static Run ours(Consumer<CheckOutput> check, boolean doubtsAreFatal) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CheckOutput output = new CheckOutput(new PrintWriter(out), new PrintWriter(err));
        check.accept(output);
        return new Run(out.toString(), err.toString(), output.exitCode(doubtsAreFatal));
    }

    private static RuleCheck rules(CheckOutput output) {
        RuleFileReader reader = new RuleFileReader(ParserOptions.STABLE);
        return new RuleCheck(reader, true, output);
    }

    /// Where Prometheus knows no place, or says `0:0`, ours is there nevertheless.
    private static String withoutPlaces(String err) {
        return err.replaceAll("(?m)^(\\S+\\.yml): (?:\\d+:\\d+: )+", "$1: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{name: g, rules: [{record: a, expr: b}, {alert: c, expr: 'd > 1', for: 5m}]}]",
                "[{name: g, rules: [{record: a, expr: rate(hi)}]}]",
                "[{name: g, rules: [{record: a, expr: 'a b'}, {record: b, expr: '('}]}]",
                "[{name: g}, {name: g}, {name: ''}]",
                "[{name: g, rules: [{record: a, expr: 1, labels: {__name__: b}}]}]",
                "[{name: g, rules: [{record: 'a{b=\"c\"}', expr: 1}]}]",
                "[{name: g, rules: [{expr: 1}]}]",
                "[{name: g, rules: [{record: a}]}]",
                "[{name: g, rules: [{record: a, alert: b, expr: 1}]}]",
                "[{name: g, rules: [{record: a, expr: 1, for: 1m, keep_firing_for: 1m}]}]",
                "[{name: g, rules: [{record: a, expr: 1, annotations: {b: c}}]}]",
                "[{name: g, rules: [{alert: a, expr: 1, labels: {b: '{{ $value'}}]}]",
                "[{name: g, rules: [{alert: a, expr: 1, annotations: {b: '{{ $valeu }}'}}]}]",
                "[{name: g, rules: [{alert: a, expr: 1, annotations: {b: '{{ humanise 1 }}'}}]}]",
                "[{name: g, rules: [{alert: a, expr: 1, annotations: {b: '{{ .Labels.x }}'}}]}]",
                "[{name: g, rules: [{record: a, expr: 1}, {record: a, expr: 2}]}]",
                "[{name: g, rules: [{record: a, expr: 1}]}, {name: h, rules: [{record: a, expr: 1,"
                    + " labels: {x: y}}, {alert: b, expr: 1, labels: {x: y, v: w}}, {alert: b,"
                    + " expr: 2, labels: {x: y, v: w}}, {record: a, expr: 1, labels: {x: y}}]}]",
            })
    void rules_areJudgedAlike(String groups) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("r.yml"), "groups: " + groups + "\n");
        Run theirs = promtool("check", "rules", "--lint-fatal", file.toString());
        Run ours = ours(output -> rules(output).file(file), true);
        assertThat(ours.out).isEqualTo(theirs.out);
        assertThat(ours.exitCode).isEqualTo(theirs.exitCode);
        // Newer versions refuse braces in their own words, because any other name is allowed.
        assertThat(withoutPlaces(ours.err))
                .isEqualTo(
                        withoutPlaces(theirs.err)
                                .replace(
                                        "invalid recording rule name: a{",
                                        "braces present in the recording rule name; should it be in"
                                                + " expr?: a{"));
    }

    /// Where both know a place it is the same.
    @Test
    void places_areTheSame() throws IOException, InterruptedException {
        Path file =
                Files.writeString(
                        folder.resolve("r.yml"),
                        """
                        groups:
                          - name: one
                            rules:
                              - record:   spaced
                                expr: |
                                  rate(
                                    hi
                                  )
                              - record: quoted
                                expr: "sum(("
                                labels:
                                  a: b
                              - { record: both, alert: of_them, expr: 1 }
                              - record: anchored
                                expr: &anchor 'x)'
                              - record: folded
                                for: 5m
                                expr: >-
                                  up
                          - name: one
                        """);
        Run theirs = promtool("check", "rules", file.toString());
        Run ours = ours(output -> rules(output).file(file), false);
        assertThat(ours.err).isEqualTo(theirs.err);
        assertThat(ours.err.lines()).hasSize(7);
    }

    @Test
    void configurationsAndTheirRuleFiles_areJudgedAlike() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a.yml"), "groups: [{name: g}]\n");
        Files.writeString(folder.resolve("b.yml"), "groups: [{name: ''}]\n");
        for (String ruleFiles :
                List.of("[]", "[a.yml]", "['*.yml']", "['none*']", "[missing.yml]")) {
            Path file =
                    Files.writeString(
                            folder.resolve("prometheus.conf"), "rule_files: " + ruleFiles + "\n");
            Run theirs = promtool("check", "config", file.toString());
            Run ours =
                    ours(
                            output ->
                                    new ConfigCheck(
                                                    rules(output),
                                                    false,
                                                    Duration.ofMinutes(5),
                                                    output)
                                            .file(file),
                            false);
            assertThat(ours.out).isEqualTo(theirs.out);
            assertThat(ours.exitCode).as(ruleFiles).isEqualTo(theirs.exitCode);
            // Ours names the configuration beside what is missing; older versions of theirs indent.
            assertThat(ours.err.replace("FAILED: " + file + ": ", "FAILED: "))
                    .isEqualTo(theirs.err.replace("\n     /", "\n/"));
        }
    }

    @Test
    void metrics_areJudgedAlike() throws IOException, InterruptedException {
        String text =
                """
                # TYPE y_milliseconds gauge
                y_milliseconds{le="1"} 1
                # HELP x Things.
                # TYPE x counter
                x{httpCode="1"} 1
                # HELP a_gauge A type in its name.
                # TYPE a_gauge gauge
                a_gauge 1
                # HELP b:c_count Reserved.
                # TYPE b:c_count gauge
                b:c_count 1
                # HELP d_ms Abbreviated.
                # TYPE d_ms summary
                d_ms{quantile="0.5"} 1
                d_ms_sum 1
                d_ms_count 1
                # HELP h_seconds Durations.
                # TYPE h_seconds histogram
                h_seconds_bucket{le="1",a="b"} 1
                h_seconds_bucket{le="+Inf",a="b"} 2
                h_seconds_sum{a="b"} 3
                h_seconds_count{a="b"} 2
                untyped_bucket 1
                """;
        Run theirs = metrics(text);
        Run ours = ours(output -> exposition(output, text), true);
        assertThat(ours.err).isEqualTo(theirs.err);
        assertThat(ours.exitCode).isEqualTo(theirs.exitCode);
    }

    @Test
    void cardinalities_areCountedAlike() throws IOException, InterruptedException {
        String text =
                """
                # HELP up_and_down Something.
                # TYPE up_and_down gauge
                up_and_down 1
                # HELP h_seconds Durations.
                # TYPE h_seconds histogram
                h_seconds_bucket{le="1",a="b"} 1
                h_seconds_bucket{le="+Inf",a="b"} 2
                h_seconds_sum{a="b"} 3
                h_seconds_count{a="b"} 2
                # HELP s_seconds Durations.
                # TYPE s_seconds summary
                s_seconds{quantile="0.5"} 1
                s_seconds_sum 3
                s_seconds_count 2
                """;
        Run theirs = metrics(text);
        Run ours = ours(output -> exposition(output, text), true);
        assertThat(ours).isEqualTo(theirs);
        assertThat(ours.out.lines()).hasSize(5);
    }

    private Run metrics(String text) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("m.txt"), text);
        return promtool(file, "check", "metrics", "--extended");
    }

    private static void exposition(CheckOutput output, String text) {
        new MetricsCheck(output).exposition(text.getBytes(StandardCharsets.UTF_8), true, true);
    }
}
