package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownConfigTest {
    private static String shown(String yaml) {
        return ConfigFile.parse("/etc/narthex/n.yml", yaml, _ -> null).yaml();
    }

    @Test
    void emptyFile_showsTheDefaults() {
        assertThat(shown(""))
                .isEqualTo(
                        """
                        global:
                          scrape_interval: 1m
                          scrape_timeout: 10s
                          evaluation_interval: 1m
                          metric_name_validation_scheme: utf8
                          metric_name_escaping_scheme: allow-utf-8
                          scrape_native_histograms: false
                          extra_scrape_metrics: false
                        otlp:
                          translation_strategy: UnderscoreEscapingWithSuffixes
                          label_name_underscore_sanitization: true
                          label_name_preserve_multiple_underscores: true
                        """);
    }

    @Test
    void blocks_areShownInPrometheusOrder() {
        String yaml =
                shown(
                        """
                        slos: []
                        storage:
                          exemplars: {max_exemplars: 5}
                          tsdb: {retention: {size: 1GB, time: 7d, percentage: 2.5}, out_of_order_time_window: 60m, chunk_encoding: {floats: xor2}}
                        rule_files: ["rules/*.yml"]
                        global: {external_labels: {z: a, b: "1"}, query_log_file: q.log, body_size_limit: 10MB}
                        notifications:
                          receivers: [{name: hook, webhook: {url: "http://h/xyzzy1"}}]
                        alerting:
                          alertmanagers:
                            - oauth2: {client_id: i, client_secret: xyzzy2, token_url: "http://t/"}
                              proxy_url: http://u:xyzzy3@p:1
                              proxy_connect_header: {A: [xyzzy4]}
                              http_headers: {B: {values: [v], secrets: [xyzzy5]}}
                              tls_config: {server_name: s}
                              timeout: 20000ms
                              static_configs: [{targets: ["am:9093"]}]
                              dns_sd_configs: [{names: [d]}]
                        """);
        assertThat(yaml)
                .doesNotContain("xyzzy")
                .contains(
                        """
                          query_log_file: /etc/narthex/q.log
                          external_labels:
                            b: "1"
                            z: a
                          body_size_limit: 10MiB
                        """)
                .contains(
                        """
                        alerting:
                          alertmanagers:
                          - oauth2:
                              client_id: i
                              client_secret: <secret>
                              token_url: http://t/
                            tls_config:
                              server_name: s
                              insecure_skip_verify: false
                            follow_redirects: true
                            enable_http2: true
                            proxy_url: http://u:xxxxx@p:1
                            proxy_connect_header:
                              A:
                              - <secret>
                            http_headers:
                              B:
                                values:
                                - v
                                secrets:
                                - <secret>
                            scheme: http
                            timeout: 20s
                            api_version: v2
                            dns_sd_configs:
                            - names:
                              - d
                              refresh_interval: 30s
                              type: SRV
                              port: 0
                            static_configs:
                            - targets:
                              - am:9093
                        rule_files:
                        - /etc/narthex/rules/*.yml
                        storage:
                          tsdb:
                            out_of_order_time_window: 1h
                            chunk_encoding:
                              floats: xor2
                            retention:
                              time: 1w
                              size: 1GiB
                              percentage: 2.5
                          exemplars:
                            max_exemplars: 5
                        """)
                .endsWith(
                        """
                        slos: []
                        notifications:
                          receivers:
                          - name: hook
                            webhook:
                              url: <secret>
                        """);
        assertThat(shown(yaml.replace("<secret>", "http://a/"))).as("shown again").isEqualTo(yaml);
    }
}
