package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.rules.slo.Indicator;
import io.narthex.rules.slo.Slo;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ConfigFileTest {
    private static Configuration parse(String yaml) {
        return ConfigFile.parse("narthex.yml", yaml, Map.of("DC", "seoul")::get);
    }

    private static String error(String yaml) {
        try {
            parse(yaml);
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("accepted: " + yaml);
    }

    @Test
    void emptyFile_isTheDefaults() {
        assertThat(parse("").scrapeConfigs()).isEmpty();
        assertThat(parse("# nothing\n").externalLabels()).isEqualTo(Labels.empty());
        assertThat(parse("global:\nscrape_configs:\n").scrapeConfigs()).isEmpty();
    }

    @Test
    void job_inheritsFromGlobal() {
        ScrapeConfig job =
                parse(
                                """
                                global:
                                  scrape_interval: 5s
                                  sample_limit: 100
                                  body_size_limit: 1MB
                                scrape_configs:
                                  - job_name: api
                                    static_configs:
                                      - targets: ["localhost:8000", 'localhost:8001']
                                        labels: {team: web}
                                """)
                        .scrapeConfigs()
                        .getFirst();
        assertThat(job.jobName()).isEqualTo("api");
        assertThat(job.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(job.limits().samples()).isEqualTo(100);
        assertThat(job.limits().bodySize()).isEqualTo(1 << 20);
        assertThat(job.targetGroups().getFirst().targets())
                .containsExactly(
                        Labels.of("__address__", "localhost:8000"),
                        Labels.of("__address__", "localhost:8001"));
        assertThat(job.targetGroups().getFirst().groupLabels()).isEqualTo(Labels.of("team", "web"));
    }

    @Test
    void job_mayDifferFromGlobal() {
        ScrapeConfig job =
                parse(
                                """
                                scrape_configs:
                                - job_name: api
                                  scrape_interval: 1m30s
                                  scrape_timeout: 20s
                                  metrics_path: /m
                                  scheme: https
                                  params: {module: [a, b]}
                                  honor_labels: yes
                                  honor_timestamps: false
                                  enable_compression: off
                                  follow_redirects: false
                                  track_timestamps_staleness: true
                                  extra_scrape_metrics: true
                                  fallback_scrape_protocol: PrometheusText0.0.4
                                  label_limit: 7
                                """)
                        .scrapeConfigs()
                        .getFirst();
        assertThat(job.interval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(job.metricsPath()).isEqualTo("/m");
        assertThat(job.scheme()).isEqualTo("https");
        assertThat(job.params()).containsExactly(Map.entry("module", List.of("a", "b")));
        assertThat(job.honorLabels()).isTrue();
        assertThat(job.honorTimestamps()).isFalse();
        assertThat(job.enableCompression()).isFalse();
        assertThat(job.http().followRedirects()).isFalse();
        assertThat(job.trackTimestampsStaleness()).isTrue();
        assertThat(job.extraScrapeMetrics()).isTrue();
        assertThat(job.fallbackProtocol()).isEqualTo(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
        assertThat(job.limits().labels()).isEqualTo(7);
    }

    @Test
    void relabelRules_areRead() {
        ScrapeConfig job =
                parse(
                                """
                                scrape_configs:
                                - job_name: api
                                  relabel_configs:
                                  - source_labels: [__address__]
                                    target_label: host
                                    regex: '(.*):\\d+'
                                  metric_relabel_configs:
                                  - {source_labels: [__name__], regex: go_.*, action: Drop}
                                """)
                        .scrapeConfigs()
                        .getFirst();
        assertThat(job.relabelRules())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.sourceLabels()).containsExactly("__address__");
                            assertThat(r.targetLabel()).isEqualTo("host");
                            assertThat(r.replacement()).isEqualTo("$1");
                        });
        assertThat(job.metricRelabelRules())
                .singleElement()
                .satisfies(r -> assertThat(r.action()).isEqualTo(RelabelRule.Action.DROP));
    }

    /// A reload keeps the loops of jobs that are equal to what they were.
    @Test
    void sameFileReadTwice_givesEqualJobs() {
        String yaml =
                """
                scrape_configs:
                  - job_name: a
                    scrape_interval: 5s
                    params: {q: [x, y]}
                    sample_limit: 10
                    fallback_scrape_protocol: PrometheusText0.0.4
                    static_configs: [{targets: ["h:1"], labels: {x: "1"}}]
                    relabel_configs: [{source_labels: [x], regex: "(.+)", target_label: y}]
                    metric_relabel_configs: [{action: labeldrop, regex: "z.*"}]
                """;
        assertThat(parse(yaml).scrapeConfigs()).isEqualTo(parse(yaml).scrapeConfigs());
    }

    @Test
    void externalLabels_expandTheEnvironment() {
        Configuration configuration =
                parse("global: {external_labels: {dc: \"${DC}-$DC\", price: $$5, none: '$NO'}}");
        assertThat(configuration.externalLabels())
                .isEqualTo(Labels.of("dc", "seoul-seoul", "price", "$5"));
    }

    @Test
    void anchors_standForWhatTheyName() {
        assertThat(
                        parse(
                                        """
                                        global: {scrape_interval: &i 7s}
                                        scrape_configs: [{job_name: a, scrape_interval: *i}]
                                        """)
                                .scrapeConfigs()
                                .getFirst()
                                .interval())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void retention_isRead() {
        assertThat(parse("storage: {tsdb: {retention: {time: 2d}}}").storage().retention())
                .isEqualTo(new RetentionConfig(Duration.ofDays(2), 0, 0));
        assertThat(parse("storage: {tsdb: {retention: {size: 3GB}}}").storage().retention())
                .isEqualTo(new RetentionConfig(null, 3L << 30, 0));
        assertThat(parse("storage: {tsdb: {retention: {time: 1d, size: 5MB}}}").storage())
                .isEqualTo(
                        new StorageConfig(
                                new RetentionConfig(Duration.ofDays(1), 5 << 20, 0),
                                Duration.ZERO,
                                null));
        assertThat(parse("storage: {tsdb: {retention: {percentage: 0.5}}}").storage().retention())
                .isEqualTo(new RetentionConfig(null, 0, 0.5));
        assertThat(parse("storage: {tsdb: {retention: {}}}").storage().retention()).isNull();
        assertThat(parse("").storage()).isEqualTo(StorageConfig.DEFAULTS);
        assertThat(parse("storage: {exemplars: {max_exemplars: 7}}").storage().maxExemplars())
                .isEqualTo(7);
        assertThat(
                        parse("storage: {tsdb: {out_of_order_time_window: 30m}}")
                                .storage()
                                .outOfOrderWindow())
                .isEqualTo(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scrape_interval: 5s | 1: scrape_interval: unknown key",
                "global: {scrape_intervall: 5s} | 1: global.scrape_intervall: unknown key; did you"
                        + " mean \"scrape_interval\"?",
                "global: {scrape_interval: soon} | 1: global.scrape_interval: not a valid duration",
                "global: {scrape_interval: 5s, scrape_timeout: 6s} | 1: global.scrape_timeout:"
                        + " global scrape timeout greater than scrape interval",
                "global: [] | 1: global: expected keys with values here, not a list",
                "global: {sample_limit: -1} | 1: global.sample_limit: not a limit: -1",
                "global: {sample_limit: many} | 1: global.sample_limit: not a whole number",
                "global: {body_size_limit: 5} | 1: global.body_size_limit: not a size",
                "storage: {tsdb: {retention: {percentage: 101}}} | 1:"
                        + " storage.tsdb.retention.percentage: must be a number in the range [0,"
                        + " 100], not \"101\"",
                "storage: {tsdb: {retention: {percentage: half}}} | 1:"
                        + " storage.tsdb.retention.percentage: must be a number in the range [0,"
                        + " 100], not \"half\"",
                "global: {sample_limit: 1, sample_limit: 2} | 1: global.sample_limit: the key is"
                        + " there twice",
                "global: {external_labels: {a: [b]}} | 1: global.external_labels.a: expected one"
                        + " value, not a list",
                "scrape_configs: {} | 1: scrape_configs: expected a list, not keys with values",
                "scrape_configs: [~] | 1: scrape_configs[0]: empty or null entry",
                "scrape_configs: [{}] | 1: scrape_configs[0]: job_name is empty",
                "scrape_configs: [{job_name: a, scheme: ftp}] | 1: scrape_configs[0].scheme:"
                        + " unsupported scheme \"ftp\"",
                "scrape_configs: [{job_name: a, honor_labels: maybe}] | 1:"
                        + " scrape_configs[0].honor_labels: not true or false",
                "scrape_configs: [{job_name: a, scrape_timeout: 2m}] | 1:"
                        + " scrape_configs[0].scrape_timeout: scrape timeout greater",
                "scrape_configs: [{job_name: a, relabel_configs: [{action: zap}]}] | 1:"
                        + " scrape_configs[0].relabel_configs[0].action: unknown relabel action",
                "scrape_configs: [{job_name: a, relabel_configs: [{regex: '('}]}] | 1:"
                        + " scrape_configs[0].relabel_configs[0]: ",
                "scrape_configs: [{job_name: a, static_configs: [{targets: ['http://x/m']}]}] | 1:"
                    + " scrape_configs[0].static_configs[0].targets: \"http://x/m\" is not a valid"
                    + " hostname",
                "scrape_configs: [{job_name: a}, {job_name: a}] | 1: scrape_configs[1].job_name:"
                        + " found multiple scrape configs with job name \"a\"",
                "global: {metric_name_validation_scheme: old} | 1:"
                        + " global.metric_name_validation_scheme: unknown scheme \"old\"; utf8 or",
            })
    void wrongKeysAndValues_nameLineAndKey(String yaml, String expected) {
        assertThat(error(yaml)).startsWith("narthex.yml:" + expected);
    }

    @Test
    void lines_areThoseOfTheKeys() {
        String yaml =
                """
                global:
                  scrape_interval: 5s

                scrape_configs:
                  - job_name: api
                    # a comment
                    metrics_pth: /metrics
                """;
        assertThat(error(yaml))
                .isEqualTo(
                        "narthex.yml:7: scrape_configs[0].metrics_pth: unknown key; did you mean"
                                + " \"metrics_path\"?");
    }

    @Test
    void brokenYaml_namesTheLine() {
        assertThat(error("global:\n  a: [1\nb: 2\n")).startsWith("narthex.yml:3: not valid YAML: ");
        assertThat(error("a: \u0000")).startsWith("narthex.yml");
    }

    @Test
    void emptyLaterBlocks_areFine() {
        assertThat(parse("rule_files:\nalerting: {}\nremote_write: []\n").scrapeConfigs())
                .isEmpty();
    }

    @Test
    void missingFile_saysHowToNameOne() {
        assertThatThrownBy(() -> ConfigFile.read(Path.of("/nowhere/narthex.yml")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "/nowhere/narthex.yml: no such file; name yours with --config.file=FILE");
    }

    @Test
    void slos_areRead() {
        List<Slo> slos =
                parse(
                                """
                                slos:
                                - name: availability
                                  objective: 99.9
                                  indicator: {total: requests_total, good: 'requests_total{code="200"}'}
                                - name: latency
                                  window: 7d
                                  minimum_events: 10
                                  indicator:
                                    latency:
                                      metric: 'duration_seconds_bucket{job="a"}'
                                      threshold: 0.8
                                      ratio: 0.95
                                """)
                        .slos();
        assertThat(slos.getFirst().budget()).isEqualTo(0.001);
        assertThat(slos.getFirst().window()).isEqualTo(Duration.ofDays(30));
        assertThat(slos.get(1).objective()).isEqualByComparingTo("95");
        assertThat(slos.get(1).minimumEvents()).isEqualTo(10);
        assertThat(slos.get(1).indicator())
                .isInstanceOfSatisfying(
                        Indicator.Latency.class,
                        latency -> {
                            assertThat(latency.metric()).isEqualTo("duration_seconds");
                            assertThat(latency.matchers()).hasSize(1);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: a}                                     | narthex.yml:1",
                "{name: a, objective: 100, indicator: {total: x, bad: y}} | below 100",
                "{name: a/b, objective: 99, indicator: {total: x, bad: y}} | letters, digits",
                "{name: a, objective: 99, indicator: {total: x}} | either bad or good",
                "{name: a, objective: 99, indicator: {total: x, bad: y, good: z}} | either bad or"
                        + " good",
                "{name: a, objective: 99, indicator: {total: 'sum(x)', bad: y}} | without rate()",
                "{name: a, indicator: {latency: {metric: x}}}  | threshold in seconds",
                "{name: a, indicator: {total: x, bad: y}}      | needs an objective",
                "{name: a, objektive: 99, indicator: {total: x, bad: y}} | did you mean",
            })
    void slo_thatIsWrong_namesThePlaceAndTheRemedy(String slo, String message) {
        assertThat(error("slos: [" + slo + "]")).startsWith("narthex.yml:1").contains(message);
    }
}
