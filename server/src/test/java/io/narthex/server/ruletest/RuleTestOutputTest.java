package io.narthex.server.ruletest;

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

/// What `--diff` and `--junit` make of failures.
class RuleTestOutputTest {
    private static final String GREEN = "\033[0;32m";
    private static final String RED = "\033[0;31m";
    private static final String YELLOW = "\033[0;33m";
    private static final String END = "\033[0m";

    private static final String TESTS =
            """
            rule_files: [rules.yml]
            tests:
              - name: named & shamed
                input_series: [{series: 'm{a="x"}', values: 9}]
                alert_rule_test:
                  - alertname: A
                    eval_time: 0
                    exp_alerts:
                      - exp_labels: {a: y, gone: z}
                        exp_annotations: {same: here}
                      - exp_labels: {b: "2"}
              - promql_expr_test: [{expr: '1', exp_samples: [{value: 1}]}]
            """;

    @TempDir private Path folder = Path.of("");

    private RuleTests run(boolean diff, ByteArrayOutputStream err, Path... files)
            throws IOException {
        Files.writeString(
                folder.resolve("rules.yml"),
                """
                groups:
                  - name: g
                    rules:
                      - {alert: A, expr: m > 5, labels: {new: l}, annotations: {same: here}}
                """);
        RuleTests tests =
                new RuleTests(
                        new RuleTests.Options(null, false, false, diff),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(tests.run(List.of(files))).isFalse();
        return tests;
    }

    private Path tests(String text) throws IOException {
        return Files.writeString(folder.resolve("tests.yml"), text);
    }

    @Test
    void diff_colours_whatIsMissingAddedAndChanged() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        run(true, err, tests(TESTS));
        String r = "\n            ";
        String removed = END + r + "    ";
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "    name: named & shamed,\n    alertname: A, time: 0s, \n        diff: ["
                                + r
                                + "    {"
                                + r
                                + "        \"Annotations\": {"
                                + r
                                + "            \"same\": \"here\""
                                + r
                                + "        },"
                                + r
                                + "        \"Labels\": {"
                                + r
                                + "            \"a\": "
                                + YELLOW
                                + "\"y\" => \"x\""
                                + END
                                + ","
                                + r
                                + "            \"alertname\": \"A\","
                                + r
                                + "            "
                                + RED
                                + "\"gone\": \"z\""
                                + END
                                + ","
                                + r
                                + "            "
                                + GREEN
                                + "\"new\": \"l\""
                                + END
                                + r
                                + "        }"
                                + r
                                + "    },"
                                + r
                                + "    "
                                + RED
                                + "{"
                                + removed
                                + "    "
                                + RED
                                + "\"Annotations\": {},"
                                + removed
                                + "    "
                                + RED
                                + "\"Labels\": {"
                                + removed
                                + "        "
                                + RED
                                + "\"alertname\": \"A\","
                                + removed
                                + "        "
                                + RED
                                + "\"b\": \"2\""
                                + removed
                                + "    "
                                + RED
                                + "}"
                                + removed
                                + RED
                                + "}"
                                + END
                                + r
                                + "]");
    }

    @Test
    void junit_hasASuiteForEachFile_andACaseForEachTest() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad<>.yml"), "tests: 5\n");
        RuleTests run = run(false, new ByteArrayOutputStream(), tests(TESTS), bad);
        assertThat(run.report().xml())
                .startsWith("<testsuites><testsuite name=\"" + folder + "/tests.yml\" tests=\"2\"")
                .containsPattern(
                        " failures=\"1\" errors=\"0\" skipped=\"0\""
                                + " timestamp=\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\">")
                .contains(
                        "<testcase name=\"named &amp; shamed\"><failure>    name: named &amp;"
                                + " shamed,&#xA;    alertname: A, time: 0s, &#xA;        exp:[",
                        "</failure></testcase><testcase name=\"unnamed#1\"></testcase>"
                                + "</testsuite>",
                        "bad&lt;&gt;.yml\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\""
                                + " timestamp=\"\"><testcase name=\"unknown\"><error>")
                .endsWith("</error></testcase></testsuite></testsuites>");
    }
}
