package io.narthex.rules.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prometheus' own tool judges what templates give here: all tables, and random templates.
class PromtoolTemplateTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final int RANDOM_TEMPLATES = 400;
    private static final int MOST_TRIES = 20;
    private static final String ORDER = "order of series: ";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void required() {
        ExternalProgram.require(PROMTOOL, "prometheus");
    }

    @Test
    void tables_areWhatPromtoolExpands() throws IOException {
        Map<String, String> templates = new TreeMap<>();
        Map<String, String> outputs = new TreeMap<>();
        TemplateTables.all()
                .filter(e -> e.forAll() && !e.table().equals("parse-errors"))
                .forEach(
                        e -> {
                            String alert = "A" + templates.size();
                            templates.put(alert, e.template());
                            outputs.put(alert, e.output(alert));
                        });
        assertThat(templates).hasSizeGreaterThan(200);
        assertPromtoolAgrees(templates, outputs);
    }

    @Test
    void parseErrors_areWhatPromtoolSays() throws IOException {
        Map<String, String> templates = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        TemplateTables.all()
                .filter(e -> e.forAll() && e.table().equals("parse-errors"))
                .forEach(
                        e -> {
                            String alert = "A" + templates.size();
                            templates.put(alert, e.template());
                            expected.put(
                                    alert, e.expected().replace("__alert_T", "__alert_" + alert));
                        });
        assertThat(templates).hasSizeGreaterThan(80);
        rules(templates);
        assertThat(parseErrors(promtool("check", "rules", "rules.yml"))).isEqualTo(expected);
    }

    @Test
    void randomTemplates_areExpandedAsByPromtool() throws IOException {
        Long seed = Long.getLong("narthex.seed");
        RandomTemplates random = new RandomTemplates(Seeds.random(seed == null ? 1 : seed));
        Map<String, String> templates = new TreeMap<>();
        Map<String, String> outputs = new TreeMap<>();
        while (templates.size() < RANDOM_TEMPLATES) {
            String alert = "A" + templates.size();
            String template = random.next();
            try {
                String output = TemplateTables.expand(alert, template);
                // Addresses are Go's own, and the type of the data is a newer one.
                if (!output.contains("0xc0000") && !output.contains("interface {}")) {
                    templates.put(alert, template);
                    outputs.put(alert, output);
                }
            } catch (TemplateException _) {
                // The other test is about these.
            }
        }
        assertPromtoolAgrees(templates, outputs);
    }

    private void assertPromtoolAgrees(Map<String, String> templates, Map<String, String> outputs)
            throws IOException {
        templates.put("Order", ORDER + "{{ range query \"m\" }}{{ .Labels.a }}{{ end }}");
        outputs.put("Order", ORDER + "yx");
        rules(templates);
        StringBuilder test =
                new StringBuilder(
                        """
                        rule_files: [rules.yml]
                        evaluation_interval: 1m
                        tests:
                        - interval: 1m
                          input_series:
                          - {series: 'm{a="y",n="1"}', values: '5x10'}
                          - {series: 'm{a="x",n="2"}', values: '1.5x10'}
                          - {series: 'v{a="y",n="1",u="é<b>"}', values: '1234.5678x10'}
                          external_labels: {ext: E}
                          external_url: http://host:9090/p
                          alert_rule_test:
                        """);
        outputs.forEach(
                (alert, output) ->
                        test.append(
                                """
                                  - eval_time: 5m
                                    alertname: %s
                                    exp_alerts:
                                    - exp_labels: {a: y, n: '1', u: 'é<b>'}
                                      exp_annotations: {t: %s}
                                """
                                        .formatted(alert, yaml(output))));
        Files.writeString(folder.resolve("test.yml"), test);
        String said = testedInOrder();
        assertThat(differences(said, templates)).isEmpty();
        assertThat(said).contains("SUCCESS");
    }

    /// promtool 2.42 adds series in an order of chance, mostly that of the file, and its queries
    /// answer in that order.
    private String testedInOrder() throws IOException {
        String said;
        int tries = 0;
        do {
            said = promtool("test", "rules", "test.yml");
        } while (said.contains(ORDER + "xy") && ++tries < MOST_TRIES);
        return said;
    }

    private void rules(Map<String, String> templates) throws IOException {
        StringBuilder rules = new StringBuilder("groups:\n- name: g\n  rules:\n");
        templates.forEach(
                (alert, template) ->
                        rules.append(
                                """
                                  - alert: %s
                                    expr: v
                                    annotations: {t: %s}
                                """
                                        .formatted(alert, yaml(template))));
        Files.writeString(folder.resolve("rules.yml"), rules);
    }

    private static String yaml(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\x%02x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static List<String> differences(String said, Map<String, String> templates) {
        Pattern difference =
                Pattern.compile(
                        "alertname: (A\\d+), time: 5m,.*?Annotations:(.*?)\\n.*?got:.*?"
                                + "(?:Annotations:(.*?)\\n|\\[\\])",
                        Pattern.DOTALL);
        List<String> differences = new ArrayList<>();
        Matcher m = difference.matcher(said);
        while (m.find()) {
            String template = templates.get(m.group(1));
            differences.add(template + "\n  ours   " + m.group(2) + "\n  theirs " + m.group(3));
        }
        return differences;
    }

    private static Map<String, String> parseErrors(String said) {
        Map<String, String> errors = new TreeMap<>();
        for (String entry : said.split("\nrules.yml: group|\nrules.yml: \\d+:\\d+: group")) {
            Matcher m =
                    Pattern.compile("\"(A\\d+)\": annotation \"t\": (.*)", Pattern.DOTALL)
                            .matcher(entry);
            if (m.find()) {
                errors.put(m.group(1), m.group(2).strip());
            }
        }
        return errors;
    }

    /// Its verdict is in what it says.
    private String promtool(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/env", "-C", folder.toString(), "promtool"));
        command.addAll(List.of(arguments));
        try (ExternalProgram program =
                ExternalProgram.start(folder.resolve("log"), Map.of(), command)) {
            program.handle().onExit().join();
            return program.output();
        }
    }
}
