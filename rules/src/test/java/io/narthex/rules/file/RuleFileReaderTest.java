package io.narthex.rules.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class RuleFileReaderTest {
    private static final RuleFileReader READER = new RuleFileReader(ParserOptions.STABLE);

    private static RuleFile parse(String yaml) {
        return READER.parse("r.yml", yaml);
    }

    private static List<String> problems(String yaml) {
        try {
            parse(yaml);
        } catch (RuleFileException e) {
            return e.problems();
        }
        throw new AssertionError("accepted: " + yaml);
    }

    /// The problems of one rule, whose first key is on line 4.
    private static List<String> ofRule(String rule) {
        return problems("groups:\n- name: g\n  rules:\n  - " + rule.replace("\n", "\n    "));
    }

    @Test
    void group_hasAllThatTheFileSays() {
        RuleGroupDefinition group =
                parse(
                                """
                                groups:
                                  - name: g
                                    interval: 30s
                                    query_offset: 1m
                                    limit: 10
                                    labels: {team: web, tier: "1"}
                                    rules:
                                      - record: job:up:sum
                                        expr: sum by (job) (up)
                                        labels: {tier: 2, gone: ""}
                                      - alert: Down
                                        expr: |
                                          up
                                            == 0
                                        for: 5m
                                        keep_firing_for: 1m30s
                                        labels: {severity: page}
                                        annotations: {summary: it is down}
                                """)
                        .groups()
                        .getFirst();
        assertThat(group.name()).isEqualTo("g");
        assertThat(group.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(group.queryOffset()).isEqualTo(Duration.ofMinutes(1));
        assertThat(group.limit()).isEqualTo(10);
        assertThat(group.labels()).isEqualTo(Map.of("team", "web", "tier", "1"));
        assertThat(group.place()).hasToString("2:5");
        RuleDefinition recording = group.rules().getFirst();
        assertThat(recording).isInstanceOf(RuleDefinition.Recording.class);
        assertThat(recording.name()).isEqualTo("job:up:sum");
        assertThat(recording.labels()).isEqualTo(Map.of("team", "web", "tier", "2", "gone", ""));
        assertThat(recording.place()).hasToString("8:9");
        RuleDefinition.Alerting alerting = (RuleDefinition.Alerting) group.rules().getLast();
        assertThat(alerting.query()).isEqualTo("up\n  == 0\n");
        assertThat(alerting.forDuration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(alerting.keepFiringFor()).isEqualTo(Duration.ofSeconds(90));
        assertThat(alerting.labels())
                .isEqualTo(Map.of("team", "web", "tier", "1", "severity", "page"));
        assertThat(alerting.annotations()).isEqualTo(Map.of("summary", "it is down"));
    }

    @Test
    void whatIsLeftOut_isTheDefault() {
        assertThat(parse("").groups()).isEmpty();
        RuleGroupDefinition group =
                parse("groups:\n- name: g\n  interval: 0s\n").groups().getFirst();
        assertThat(group.interval()).isNull();
        assertThat(group.queryOffset()).isNull();
        assertThat(group.limit()).isZero();
        assertThat(group.rules()).isEmpty();
    }

    @Test
    void queryOffsetOfZero_isNotTheGlobalOne() {
        assertThat(
                        parse("groups:\n- {name: g, query_offset: 0s}\n")
                                .groups()
                                .getFirst()
                                .queryOffset())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void expression_isRefusedWithItsPlaceAndThePlaceWithinIt() {
        assertThat(ofRule("record: yolo\nexpr: rate(hi)\n"))
                .containsExactly(
                        "5:11: group \"g\", rule 1, \"yolo\": could not parse expression: 1:6:"
                                + " parse error: expected type range vector in call to function"
                                + " \"rate\", got instant vector");
        assertThat(ofRule("record: yolo\n"))
                .containsExactly(
                        "4:5: group \"g\", rule 1, \"yolo\": field 'expr' must be set in rule");
    }

    @Test
    void ruleOfNoKindOrTwo_isRefused() {
        assertThat(ofRule("record: a\nalert: b\nexpr: 1"))
                .containsExactly(
                        "4:13: 5:12: group \"g\", rule 1, \"b\": only one of 'record' and 'alert'"
                                + " must be set");
        assertThat(ofRule("expr: 1"))
                .containsExactly(
                        "4:5: group \"g\", rule 1, \"\": one of 'record' or 'alert' must be set");
    }

    @Test
    void recordingRule_hasNothingOfAnAlert() {
        assertThat(
                        ofRule(
                                "record: a{b\n"
                                        + "expr: 1\n"
                                        + "for: 1m\n"
                                        + "keep_firing_for: 1m\n"
                                        + "on_missing: keep\n"
                                        + "annotations: {a: b}"))
                .containsExactly(
                        "4:13: group \"g\", rule 1, \"a{b\": invalid field 'annotations' in"
                                + " recording rule",
                        "4:13: group \"g\", rule 1, \"a{b\": invalid field 'for' in recording rule",
                        "4:13: group \"g\", rule 1, \"a{b\": invalid field 'keep_firing_for' in"
                                + " recording rule",
                        "4:13: group \"g\", rule 1, \"a{b\": invalid field 'on_missing' in"
                                + " recording rule",
                        "4:13: group \"g\", rule 1, \"a{b\": braces present in the recording rule"
                                + " name; should it be in expr?: a{b");
    }

    @Test
    void onMissing_isOneOfFourWords() {
        assertThat(ofRule("alert: a\nexpr: m\non_missing: kep"))
                .containsExactly(
                        "6:5: groups[0].rules[0].on_missing: \"kep\" is none of resolve, keep,"
                                + " alert, keep_while_target_down");
    }

    @Test
    void labelNames_areChecked() {
        assertThat(ofRule("alert: a\nexpr: 1\nlabels: {__name__: b}\nannotations: {\"\": x}"))
                .containsExactly(
                        "6:14: group \"g\", rule 1, \"a\": invalid label name: __name__",
                        "7:19: group \"g\", rule 1, \"a\": invalid annotation name: ");
        assertThat(problems("groups:\n- name: g\n  labels: {__name__: b}\n"))
                .containsExactly("3:12: invalid label name: __name__");
    }

    @Test
    void templatesOfAlerts_areChecked() {
        assertThat(ofRule("alert: a\nexpr: 1\nlabels: {l: \"{{\"}\nannotations: {s: \"{{\"}"))
                .containsExactly(
                        "6:17: group \"g\", rule 1, \"a\": label \"l\": template:"
                                + " __alert_a:1: unclosed action",
                        "7:22: group \"g\", rule 1, \"a\": annotation \"s\":"
                                + " template: __alert_a:1: unclosed action");
        // Labels of recorded series are no templates.
        parse("groups:\n- name: g\n  rules: [{record: a, expr: 1, labels: {l: \"{{\"}}]\n");
    }

    @Test
    void groupNames_areThereAndUnique() {
        assertThat(problems("groups:\n- name: g\n- name: g\n- rules: []\n"))
                .containsExactly(
                        "3:3: groupname: \"g\" is repeated in the same file",
                        "4:3: Groupname must not be empty");
    }

    @Test
    void unknownKeys_areRefusedAllAtOnceUnlessIgnored() {
        String yaml =
                """
                groups:
                - name: g
                  rules:
                  - {alert: a, exprs: 1}
                  - {alert: b, expr: 1, annotation: {a: b}}
                """;
        assertThat(problems(yaml))
                .containsExactly(
                        "4:16: groups[0].rules[0].exprs: unknown key; did you mean \"expr\"?",
                        "5:25: groups[0].rules[1].annotation: unknown key; did you mean"
                                + " \"annotations\"?");
        String extra = "groups:\n- name: g\n  owner: me\n  rules: [{record: a, expr: 1, x: y}]\n";
        assertThat(READER.ignoringUnknownKeys().parse("r.yml", extra).ruleCount()).isEqualTo(1);
    }

    @Test
    void values_areRefusedWithTheirKey() {
        assertThat(problems("groups:\n- name: g\n  interval: 1 minute\n"))
                .first()
                .asString()
                .startsWith("3:3: groups[0].interval: not a valid duration string");
        assertThat(problems("groups:\n- name: g\n  limit: 99999999999\n"))
                .containsExactly("3:3: groups[0].limit: not a limit: 99999999999");
    }

    @Test
    void secondDocument_isLeftOut() {
        assertThat(parse("groups:\n- name: g\n---\nwhatever\n").groups()).hasSize(1);
    }

    @Test
    void message_hasALineForEachProblemWithTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("r.yml"), "groups:\n- rules:\n  - expr: (\n");
        assertThatThrownBy(() -> READER.read(file))
                .hasMessageStartingWith(
                        file + ": 2:3: Groupname must not be empty\n" + file + ": 3:");
        assertThatThrownBy(() -> READER.read(folder.resolve("missing.yml")))
                .hasMessage(folder.resolve("missing.yml") + ": no such file");
    }
}
