package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A configuration is shown as Debian's Prometheus shows it, but for keys that it is too old for,
/// and for the place of those about proxies, which is another one since.
class ShownConfigPeerTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    /// What Prometheus 2.42 does not know.
    private static final Pattern NEWER =
            Pattern.compile(
                    "\\s*(track_timestamps_staleness|scrape_native_histograms"
                            + "|always_scrape_classic_histograms|enable_compression"
                            + "|convert_classic_histograms_to_nhcb|metric_name_.*_scheme"
                            + "|extra_scrape_metrics|scrape_protocols): *.*"
                            + "|\\s*- (OpenMetrics|Prometheus)Text.*");

    private static final String CONFIG =
            """
            global:
              scrape_interval: 15s
              external_labels: {site: "1", zone: eu west, "yes": "yes"}
              query_log_file: q.log
            rule_files: ["rules/*.yml"]
            alerting:
              alert_relabel_configs:
                - {source_labels: [a, b], regex: "x|y", action: drop}
              alertmanagers:
                - static_configs: [{targets: ["127.0.0.1:1"]}]
                  path_prefix: /p
                  timeout: 90s
                  basic_auth: {username: u, password: p}
            scrape_configs:
              - job_name: a
                honor_labels: true
                params: {"match[]": ['{job="x"}', up], z: [""]}
                body_size_limit: 10MB
                sample_limit: 5
                bearer_token: secret
                static_configs:
                  - targets: ["127.0.0.1:1", "h:2"]
                    labels: {n: "7", d: "2026-01-02", t: "~", f: "1e3", x: "0x1F", c: "1:30"}
                  - targets: []
                file_sd_configs: [{files: [a.yml], refresh_interval: 90m}]
                http_sd_configs: [{url: "http://127.0.0.1:3/x"}]
                dns_sd_configs: [{names: [x.test], type: A, port: 80}]
                relabel_configs:
                  - {source_labels: [__address__], regex: '(.*):\\d+', target_label: host}
                  - {action: hashmod, source_labels: [a], modulus: 8, target_label: h}
                  - {action: labelmap, regex: "__meta_(.+)"}
                  - target_label: long
                    replacement: "a text that is so long that it takes more than one line, as YAML likes"
                  - {target_label: special, replacement: "a: b # c"}
                  - {target_label: lines, replacement: "a\\nb"}
                  - {target_label: quoted, replacement: "it's \\"so\\"", separator: " "}
                  - {target_label: umlaut, replacement: "\u00fc\u4e2d", separator: "\\t"}
                metric_relabel_configs:
                  - {action: labeldrop, regex: "tmp_.*"}
              - job_name: "2"
                scheme: https
                tls_config: {server_name: s, insecure_skip_verify: true}
                static_configs: [{targets: ["[::1]:1"]}]
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void configuration_isShownAsByPrometheus() throws IOException {
        ExternalProgram.require(PROMETHEUS, "prometheus");
        Path config = Files.writeString(folder.resolve("n.yml"), CONFIG);
        String ours =
                ConfigFile.read(config)
                        .yaml()
                        .lines()
                        .filter(line -> !NEWER.matcher(line).matches())
                        .collect(Collectors.joining("\n"));
        assertThat(ours.substring(0, ours.indexOf("\notlp:"))).isEqualTo(theirs(config));
    }

    private String theirs(Path config) throws IOException {
        int port = ExternalProgram.freePort();
        try (ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve("prometheus.log"),
                        Map.of(),
                        List.of(
                                PROMETHEUS.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port))) {
            PrometheusApi api = new PrometheusApi("http://127.0.0.1:" + port);
            program.await("Prometheus", () -> api.answers("-/ready"));
            Object data = PrometheusApi.data(api.get("api/v1/status/config", Map.of()));
            return PrometheusApi.member(data, "yaml").toString().stripTrailing();
        }
    }
}
