package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class RulesConfigTest {
    private static final RuleFileReader READER = new RuleFileReader(ParserOptions.STABLE);

    @TempDir private Path folder;

    private Configuration parse(String yaml) {
        return ConfigFile.parse(folder.resolve("narthex.yml").toString(), yaml, _ -> null);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void times_areThoseOfGlobal() {
        RulesConfig rules =
                parse("global: {evaluation_interval: 30s, rule_query_offset: 1m}").rules();
        assertThat(rules.evaluationInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rules.queryOffset()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parse("").rules()).isEqualTo(RulesConfig.DEFAULTS);
        assertThat(parse("global: {evaluation_interval: 0s}").rules())
                .isEqualTo(RulesConfig.DEFAULTS);
    }

    @Test
    void patterns_areRelativeToTheFileAndMatchEachFileOnce() throws IOException {
        Path b = write("rules/b.yml", "groups: [{name: b}]");
        Path a = write("rules/a.yml", "groups: [{name: a}]");
        write("rules/a.txt", "no rules");
        write("rules/deeper/c.yml", "no: rules");
        RulesConfig rules =
                parse(
                                "rule_files: [rules/b.yml, 'rules/*.yml', missing.yml,"
                                        + " 'none/*.yml', '"
                                        + a
                                        + "']")
                        .rules();
        assertThat(RuleFiles.matching(rules.patterns())).containsExactly(b, a);
        assertThat(RuleFiles.read(rules.patterns(), READER))
                .extracting(RuleFile::path)
                .containsExactly(b.toString(), a.toString());
    }

    @Test
    void wildcards_areThoseOfShells() throws IOException {
        Path a = write("a1.yml", "");
        Path b = write("b1.yml", "");
        Path odd = write("{a,b}1.yml", "");
        write("c1Xyml", "");
        assertThat(matching("[a-b]?.yml")).containsExactly(a, b);
        assertThat(matching("[^b]1.yml")).containsExactly(a);
        assertThat(matching("{a,b}1.*")).containsExactly(odd);
        assertThat(matching("\\{*")).containsExactly(odd);
    }

    @Test
    void wildcards_inFolders_areAllButTheStar() throws IOException {
        Path one = write("team1/x/a.yml", "");
        Path two = write("team2/x/a.yml", "");
        write("team10/x/a.yml", "");
        write("team3/x", "no folder");
        assertThat(matching("team?/x/*.yml")).containsExactly(one, two);
        assertThat(matching("team[2-3]/x/a.yml")).containsExactly(two);
        assertThat(matching("team\\1/[x]/a.yml")).containsExactly(one);
        assertThat(matching("tea?/x/a.yml")).isEmpty();
    }

    private List<Path> matching(String pattern) {
        return RuleFiles.matching(List.of(PathPattern.of(folder.resolve(pattern))));
    }

    @Test
    void patternsThatCantBe_areRefused() {
        assertThatThrownBy(() -> parse("rule_files:\n- '*/a.yml'\n"))
                .hasMessageContaining(
                        "narthex.yml:1: rule_files: invalid rule file path \"" + folder);
        assertThatThrownBy(() -> parse("rule_files:\n- 'a[.yml'\n"))
                .hasMessageContaining("syntax error in pattern");
    }

    @Test
    void brokenRuleFile_isNamed() throws IOException {
        Path file = write("r.yml", "groups:\n- name: g\n  rules: [{record: a, expr: (}]\n");
        List<PathPattern> patterns = parse("rule_files: [r.yml]").rules().patterns();
        assertThatThrownBy(() -> RuleFiles.read(patterns, READER))
                .hasMessageStartingWith(
                        file + ": 3:29: group \"g\", rule 1, \"a\": could not parse");
    }

    @Test
    void alerting_hasDefaultsAndAllThatTheFileSays() {
        AlertingConfig alerting =
                parse(
                                """
                                alerting:
                                  alert_relabel_configs:
                                    - {action: labeldrop, regex: replica}
                                  alertmanagers:
                                    - static_configs: [{targets: ["am:9093"]}]
                                    - scheme: https
                                      path_prefix: /am
                                      timeout: 5s
                                      api_version: v2
                                      follow_redirects: false
                                      static_configs:
                                        - targets: ["b:1"]
                                          labels: {zone: x}
                                      relabel_configs: [{target_label: a, replacement: b}]
                                      alert_relabel_configs: [{target_label: c, replacement: d}]
                                """)
                        .alerting();
        assertThat(alerting.alertRelabelRules()).hasSize(1);
        AlertmanagerConfig first = alerting.alertmanagers().getFirst();
        assertThat(first.scheme()).isEqualTo("http");
        assertThat(first.pathPrefix()).isEmpty();
        assertThat(first.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(first.http().followRedirects()).isTrue();
        assertThat(first.sources().fixed().getFirst().targets())
                .containsExactly(Labels.of("__address__", "am:9093"));
        AlertmanagerConfig second = alerting.alertmanagers().getLast();
        assertThat(second.scheme()).isEqualTo("https");
        assertThat(second.pathPrefix()).isEqualTo("/am");
        assertThat(second.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(second.http().followRedirects()).isFalse();
        assertThat(second.relabelRules()).hasSize(1);
        assertThat(second.alertRelabelRules()).hasSize(1);
        assertThat(parse("alerting:\n").alerting()).isEqualTo(AlertingConfig.NONE);
    }

    @Test
    void alerting_isStrict() {
        assertThatThrownBy(() -> parse("alerting: {alertmanagers: [{api_version: v1}]}"))
                .hasMessageContaining(
                        "alerting.alertmanagers[0].api_version: expected Alertmanager api version"
                                + " to be one of [v2] but got v1");
        assertThatThrownBy(
                        () ->
                                parse(
                                        "alerting:\n  alertmanagers:\n"
                                                + "  - static_configs: [{targets: ['am:9093']}]\n"
                                                + "    relabel_configs: [{target_label:"
                                                + " __address__, replacement: 'a b'}]\n"))
                .hasMessageContaining(
                        ":4: alerting.alertmanagers[0].relabel_configs: \"http://a"
                                + " b/api/v2/alerts\" is no URL of an Alertmanager");
        assertThatThrownBy(() -> parse("alerting: {alertmanager: []}"))
                .hasMessageContaining("did you mean \"alertmanagers\"?");
        assertThatThrownBy(
                        () ->
                                parse(
                                        "alerting: {alertmanagers: [{static_configs: [{targets:"
                                                + " ['http://am:9093']}]}]}"))
                .hasMessageContaining("is not a valid hostname");
    }
}
