package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// With `metric_name_validation_scheme: legacy` the configuration itself may write none but legacy
/// names either.
class LegacyNamesTest {
    private static Configuration read(String scheme, String rest) {
        return ConfigFile.parse(
                "t.yml",
                "global:\n  metric_name_validation_scheme: " + scheme + "\n" + rest,
                _ -> null);
    }

    private static String job(String rule) {
        return "scrape_configs:\n  - job_name: j\n    metric_relabel_configs: [" + rule + "]\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{target_label: a.b} | \"a.b\" is invalid 'target_label' for replace action",
                "{target_label: 'a-$1'} | \"a-$1\" is invalid 'target_label' for replace action",
                "{target_label: '1$1'} | \"1$1\" is invalid 'target_label' for replace action",
                "{action: hashmod, modulus: 2, target_label: 'é'} | is invalid 'target_label' for"
                        + " hashmod",
                "{action: lowercase, target_label: '$1'} | \"$1\" is invalid 'target_label' for"
                        + " lowercase",
                "{action: labelmap, replacement: 'a.$1'} | \"a.$1\" is invalid 'replacement' for"
                        + " labelmap",
            })
    void rulesThatWriteOtherNames_areRefused(String rule, String problem) {
        assertThatThrownBy(() -> read("legacy", job(rule)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("t.yml:5:");
        assertThat(read("utf8", job(rule)).scrapeConfigs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{target_label: a_1}",
                "{target_label: 'a_${1}_$name'}",
                "{action: labelmap, replacement: '$1'}",
                "{action: keepequal, source_labels: [a.b], target_label: c}",
                "{action: labeldrop, regex: 'a[.]b'}",
            })
    void otherRules_areRead(String rule) {
        assertThat(read("legacy", job(rule)).scrapeConfigs()).hasSize(1);
    }

    @Test
    void externalLabelsAndRulesOfAlerts_areCheckedToo() {
        assertThatThrownBy(() -> read("legacy", "  external_labels: {a.b: c}\n"))
                .hasMessageContaining("\"a.b\" is not a valid label name");
        assertThat(read("utf8", "  external_labels: {a.b: c}\n").externalLabels().get("a.b"))
                .isEqualTo("c");
        for (String alerting :
                new String[] {
                    "alert_relabel_configs: [{target_label: a.b}]",
                    "alertmanagers: [{relabel_configs: [{target_label: a.b}]}]",
                    "alertmanagers: [{alert_relabel_configs: [{target_label: a.b}]}]"
                }) {
            assertThatThrownBy(() -> read("legacy", "alerting: {" + alerting + "}\n"))
                    .hasMessageContaining("\"a.b\" is invalid 'target_label'");
        }
        String own =
                "scrape_configs:\n  - job_name: j\n    metric_name_validation_scheme: utf8\n"
                        + "    relabel_configs: [{target_label: a.b}]\n";
        assertThat(read("legacy", own).scrapeConfigs()).hasSize(1);
    }

    @Test
    void protocols_beginWithProtobuf_whereStartTimestampsAreWanted(@TempDir Path folder)
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("n.yml"),
                        "scrape_configs: [{job_name: a},"
                                + " {job_name: b, scrape_protocols: [PrometheusText0.0.4]}]");
        Configuration read = ConfigFile.read(file, new ConfigDefaults(false, true));
        assertThat(read.scrapeConfigs().getFirst().protocols())
                .isEqualTo(ScrapeProtocol.PROTO_FIRST);
        assertThat(read.scrapeConfigs().getLast().protocols())
                .containsExactly(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
        assertThat(ConfigFile.read(file).scrapeConfigs().getFirst().protocols())
                .isEqualTo(ScrapeProtocol.DEFAULTS);
    }
}
