package io.narthex.rules.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The generated rules, in the hands of Debian's promtool.
class BurnRateRulesTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Slo AVAILABILITY =
            new Slo(
                    "availability",
                    new BigDecimal("99.9"),
                    Duration.ofDays(30),
                    new Indicator.Counted(
                            EventSelector.parse("requests_total{job=\"shop\"}"),
                            EventSelector.parse("requests_total{job=\"shop\",code=~\"5..\"}"),
                            true),
                    Labels.of("team", "it's us"),
                    1000);

    private static final Slo LATENCY =
            new Slo(
                    "latency",
                    new BigDecimal("95"),
                    Duration.ofDays(30),
                    new Indicator.Latency(
                            "duration_seconds", List.of(LabelMatcher.equal("job", "shop")), 0.8),
                    Labels.empty(),
                    0);

    @TempDir Path directory;

    /// Runs promtool and gives what it wrote.
    private String promtool(String... arguments) throws IOException, InterruptedException {
        ExternalProgram.require(PROMTOOL, "prometheus");
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void write(Map<String, Bounds> bounds) throws IOException {
        Files.writeString(
                directory.resolve("slo.yml"),
                BurnRateRules.yaml(List.of(AVAILABILITY, LATENCY), bounds));
    }

    @Test
    void promtool_takesTheFile() throws Exception {
        write(Map.of());
        assertThat(promtool("check", "rules", "slo.yml")).contains("SUCCESS: 34 rules found");
        Files.writeString(directory.resolve("slo.yml"), BurnRateRules.yaml(List.of(), Map.of()));
        assertThat(promtool("check", "rules", "slo.yml")).contains("SUCCESS: 0 rules found");
    }

    @Test
    void shortWindow_hasOnlyTheAlertsThatAreShorter() {
        Slo day =
                new Slo(
                        "day",
                        new BigDecimal("99"),
                        Duration.ofDays(1),
                        AVAILABILITY.indicator(),
                        Labels.empty(),
                        0);
        assertThat(BurnRateRules.yaml(List.of(day), Map.of()))
                .contains("'6h'")
                .doesNotContain("'1d'")
                .doesNotContain("'3d'");
    }

    /// What fires at 20% of bad requests, at 0.5%, with few requests, and without any.
    @Test
    void promtool_firesWhatTheBudgetSays() throws Exception {
        write(Map.of("latency", new Bounds(0.75, 1)));
        Files.writeString(
                directory.resolve("test.yml"),
                """
                rule_files: [slo.yml]
                evaluation_interval: 5m
                tests:
                """
                        + unitTest(
                                "0+80x600",
                                "0+20x600",
                                "page 14.4 1h",
                                "page 6 6h",
                                "ticket 3 1d",
                                "ticket 1 3d")
                        + unitTest("0+1990x600", "0+10x600", "ticket 3 1d", "ticket 1 3d")
                        + unitTest("0+0.08x600", "0+0.02x600")
                        + unitTest("5x600", "5x600")
                        + latencyTest("0+93x600", "0+100x600", false)
                        + latencyTest("0+10x600", "0+100x600", true));
        assertThat(promtool("test", "rules", "test.yml")).contains("SUCCESS");
    }

    private static String unitTest(String good, String bad, String... firing) {
        StringBuilder alerts = new StringBuilder();
        for (String alert : firing) {
            String[] words = alert.split(" ");
            alerts.append(
                    """
                              - exp_labels: {slo: availability, team: "it's us", severity: %s, burn_rate: "%s", window: %s}
                                exp_annotations:
                                  summary: The error budget of availability is spent too fast.
                                  description: PLACEHOLDER %s
                    """
                            .formatted(words[0], words[1], words[2], words[2]));
        }
        String share = good.equals("0+80x600") ? "20%" : "0.5%";
        String text = alerts.toString();
        for (String alert : firing) {
            String[] words = alert.split(" ");
            text =
                    text.replace(
                            "PLACEHOLDER " + words[2],
                            ("'%s of the events of the last %s were bad, more than %s times what"
                                            + " 99.9%% over 30d allow.'")
                                    .formatted(share, words[2], words[1]));
        }
        return """
        - interval: 1m
          input_series:
            - {series: 'requests_total{job="shop",code="200"}', values: '%s'}
            - {series: 'requests_total{job="shop",code="500"}', values: '%s'}
          alert_rule_test:
            - eval_time: 9h
              alertname: SloBudgetBurn
              exp_alerts:
        %s
        """
                .formatted(good, bad, firing.length == 0 ? "          []" : text);
    }

    /// Slow is above the next lower bound, since that is what is known for certain.
    private static String latencyTest(String fast, String all, boolean burns) {
        return """
        - interval: 1m
          input_series:
            - {series: 'duration_seconds_bucket{job="shop",le="0.75"}', values: '%s'}
            - {series: 'duration_seconds_bucket{job="shop",le="1.0"}', values: '%s'}
            - {series: 'duration_seconds_bucket{job="shop",le="+Inf"}', values: '%2$s'}
          promql_expr_test:
            - eval_time: 9h
              expr: count(ALERTS{alertname="SloBudgetBurn",alertstate="firing"})
              exp_samples: %s
        """
                .formatted(
                        fast,
                        all,
                        burns ? "[{labels: '{}', value: 4}]" : "[{labels: '{}', value: 1}]");
    }
}
