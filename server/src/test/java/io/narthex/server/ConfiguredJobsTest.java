package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.JobsView;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

class ConfiguredJobsTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void job_isShownWithDefaultsAndWithoutSecrets() throws IOException {
        Files.writeString(
                folder.resolve("more.yml"),
                """
                scrape_configs:
                  - job_name: other
                    bearer_token: hidden
                    file_sd_configs: [{files: [a.json]}]
                """);
        Path file =
                Files.writeString(
                        folder.resolve("n.yml"),
                        """
                        global: {scrape_interval: 15s, sample_limit: 7}
                        scrape_config_files: [more.yml]
                        scrape_configs:
                          - job_name: first
                            basic_auth: {username: u, password: hidden}
                            relabel_configs:
                              - target_label: x
                                replacement: y
                            static_configs: [{targets: ["a:1"], labels: {b: "1"}}]
                        """);
        Configuration configuration = ConfigFile.read(file);
        ConfiguredJobs jobs = new ConfiguredJobs(() -> configuration);
        JobsView.Job first = Objects.requireNonNull(jobs.job("first"));
        assertThat(first.yaml())
                .isEqualTo(
                        """
                        job_name: first
                        honor_timestamps: true
                        track_timestamps_staleness: false
                        scrape_interval: 15s
                        scrape_timeout: 10s
                        scrape_protocols:
                        - OpenMetricsText1.0.0
                        - OpenMetricsText0.0.1
                        - PrometheusText1.0.0
                        - PrometheusText0.0.4
                        scrape_native_histograms: false
                        always_scrape_classic_histograms: false
                        convert_classic_histograms_to_nhcb: false
                        metrics_path: /metrics
                        scheme: http
                        enable_compression: true
                        sample_limit: 7
                        metric_name_validation_scheme: utf8
                        metric_name_escaping_scheme: allow-utf-8
                        extra_scrape_metrics: false
                        basic_auth:
                          username: u
                          password: <secret>
                        follow_redirects: true
                        enable_http2: true
                        relabel_configs:
                        - separator: ;
                          regex: (.*)
                          target_label: x
                          replacement: "y"
                          action: replace
                        static_configs:
                        - targets:
                          - a:1
                          labels:
                            b: "1"
                        """);
        assertThat(first.relabelRules()).hasSize(1);
        assertThat(Objects.requireNonNull(jobs.job("other")).yaml())
                .contains("authorization:\n  type: Bearer\n  credentials: <secret>\n")
                .contains(
                        "- files:\n  - " + folder.resolve("a.json") + "\n  refresh_interval: 5m\n");
        assertThat(jobs.job("third")).isNull();
        assertThat(configuration.yaml()).contains("- job_name: first").doesNotContain("other");
    }
}
