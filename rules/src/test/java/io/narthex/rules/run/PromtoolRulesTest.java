package io.narthex.rules.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.StaleNaN;
import io.narthex.model.number.GoText;
import io.narthex.promql.Value.VectorSample;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Random rules over random series: Prometheus' own tool has to find the same alerts firing, with
/// the same texts, and the same series, at every evaluation.
class PromtoolRulesTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final int RUNS = 6;
    private static final int RULES = 12;
    private static final int MINUTES = 45;

    private static final List<String> EXPRESSIONS =
            List.of(
                    "m",
                    "m > 1",
                    "m == 2",
                    "sum by (a) (m) > 2",
                    "absent(m{a=\"x\"})",
                    // Debian's version counts a sample at the window's beginning, 3.x does not.
                    "changes(m[270s]) > 1",
                    "sum(m) or vector(7)",
                    "r:m:max > 2",
                    "ALERTS{alertname=\"A0\", alertstate=\"firing\"}",
                    "ALERTS_FOR_STATE{alertname=\"A1\"} > 600");

    private static final List<String> FORS =
            List.of("0s", "30s", "1m", "90s", "2m", "3m", "7m", "20m");

    private static final List<String> KEPT = List.of("0s", "0s", "30s", "1m", "3m", "10m");

    private static final List<String> SERIES =
            List.of("m{a=\"x\"}", "m{a=\"y\"}", "m{a=\"y\",b=\"z\"}");

    @TempDir private Path folder = Path.of("");

    @Test
    void randomRules_makeTheSeriesAndAlertsThatPromtoolSees() {
        ExternalProgram.require(PROMTOOL, "prometheus");
        Seeds.forEach(
                RUNS,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    String rules = rules(random);
                    String test = test(rules, random);
                    assertThat(promtool(rules, test)).contains("SUCCESS");
                });
    }

    private static String rules(RandomGenerator random) {
        StringBuilder out =
                new StringBuilder(
                        """
                        groups:
                          - name: g
                            rules:
                              - {record: 'r:m:max', expr: max by (a) (m), labels: {made: here, b: ''}}
                        """);
        for (int i = 0; i < RULES; i++) {
            out.append(
                    """
                          - alert: A%d
                            expr: '%s'
                            for: %s
                            keep_firing_for: %s
                            labels: {own: '{{ $labels.a }}-%s'}
                            annotations: {value: '{{ $value }}', state: '{{ $labels.alertstate }}'}
                    """
                            .formatted(
                                    i,
                                    pick(EXPRESSIONS, random),
                                    pick(FORS, random),
                                    pick(KEPT, random),
                                    pick(List.of("1", "2"), random)));
        }
        return out.toString();
    }

    private static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    /// The test file, with what is found here as what is expected.
    private static String test(String rules, RandomGenerator random) {
        StringBuilder out =
                new StringBuilder(
                        """
                        rule_files: [rules.yml]
                        evaluation_interval: 1m
                        tests:
                        - interval: 1m
                          input_series:
                        """);
        try (RuleFixture fixture = new RuleFixture()) {
            for (String series : SERIES) {
                out.append("  - {series: '").append(series).append("', values: '");
                for (int minute = 0; minute <= MINUTES; minute++) {
                    out.append(put(fixture, series, minute, random)).append(' ');
                }
                out.append("'}\n");
            }
            RunningGroup group =
                    fixture.group(
                            new GroupPlan(
                                    "rules.yml",
                                    new RuleFileReader(ParserOptions.STABLE)
                                            .parse("rules.yml", rules)
                                            .groups()
                                            .getFirst(),
                                    RuleFixture.INTERVAL));
            StringBuilder alerts = new StringBuilder("  alert_rule_test:\n");
            for (int minute = 0; minute <= MINUTES; minute++) {
                fixture.evaluate(group, minute * 60L);
                for (int i = 0; i < RULES; i++) {
                    alerts(alerts, minute, "A" + i, RuleFixture.alerts(group, i + 1));
                }
            }
            out.append(alerts).append("  promql_expr_test:\n");
            for (int minute = 0; minute <= MINUTES; minute++) {
                for (String name : List.of("ALERTS", "ALERTS_FOR_STATE", "r:m:max")) {
                    samples(
                            out,
                            minute,
                            name,
                            new EngineQueries(fixture.services()).query(name, minute * 60_000L));
                }
            }
        }
        return out.toString();
    }

    /// Stores a sample, or none, and gives what stands for it in the test file.
    private static String put(
            RuleFixture fixture, String series, int minute, RandomGenerator random) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return "_";
        }
        double value = kind == 1 ? StaleNaN.VALUE : random.nextInt(4);
        String[] labels = series.split("[{}=,\"]+");
        String[] named = new String[labels.length + 1];
        named[0] = "__name__";
        System.arraycopy(labels, 0, named, 1, labels.length);
        fixture.put(minute * 60L, value, named);
        return kind == 1 ? "stale" : GoText.plain(value);
    }

    private static void alerts(StringBuilder out, int minute, String name, List<Alert> alerts) {
        out.append("  - eval_time: ").append(minute).append("m\n    alertname: ").append(name);
        out.append("\n    exp_alerts:\n");
        for (Alert alert : alerts) {
            if (alert.state() == AlertState.FIRING) {
                out.append("    - exp_labels: {");
                for (int i = 0; i < alert.labels().size(); i++) {
                    if (!alert.labels().name(i).equals("alertname")) {
                        out.append(alert.labels().name(i)).append(": '");
                        out.append(alert.labels().value(i)).append("', ");
                    }
                }
                out.append("}\n      exp_annotations: {");
                for (Map.Entry<String, String> e : alert.annotations().entrySet()) {
                    out.append(e.getKey()).append(": '").append(e.getValue()).append("', ");
                }
                out.append("}\n");
            }
        }
    }

    private static void samples(
            StringBuilder out, int minute, String expr, List<VectorSample> samples) {
        out.append("  - expr: '").append(expr).append("'\n    eval_time: ").append(minute);
        out.append("m\n    exp_samples:\n");
        for (VectorSample sample : samples) {
            out.append("    - {labels: '").append(sample.labels()).append("', value: ");
            out.append(GoText.plain(sample.value())).append("}\n");
        }
    }

    private String promtool(String rules, String test) {
        try {
            Files.writeString(folder.resolve("rules.yml"), rules);
            Files.writeString(folder.resolve("test.yml"), test);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<String> command =
                List.of(
                        "/usr/bin/env",
                        "-C",
                        folder.toString(),
                        PROMTOOL.toString(),
                        "test",
                        "rules",
                        "test.yml");
        try (ExternalProgram program =
                ExternalProgram.start(folder.resolve("log"), Map.of(), command)) {
            program.handle().onExit().join();
            return program.output();
        }
    }
}
