package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.JobsView;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Objects;

class ConfiguredJobsTest {
    private static final Configuration CONFIGURATION =
            ConfigFile.parse(
                    "test.yml",
                    """
                    scrape_configs:
                      - job_name: first
                        basic_auth: {username: u, password: hidden}
                        relabel_configs:
                          - target_label: x
                            replacement: y

                      - metrics_path: "/ü"
                        job_name: second
                    """,
                    _ -> null);

    @Test
    void job_isItsOwnLinesWithoutSecrets() {
        ConfiguredJobs jobs = new ConfiguredJobs(() -> CONFIGURATION);
        JobsView.Job first = Objects.requireNonNull(jobs.job("first"));
        assertThat(first.yaml())
                .isEqualTo(
                        """
                        job_name: first
                        basic_auth: {username: u, password: <secret>}
                        relabel_configs:
                          - target_label: x
                            replacement: y
                        """);
        assertThat(first.relabelRules()).hasSize(1);
        JobsView.Job second = Objects.requireNonNull(jobs.job("second"));
        assertThat(second.yaml()).isEqualTo("metrics_path: \"/ü\"\njob_name: second\n");
        assertThat(jobs.job("third")).isNull();
    }
}
