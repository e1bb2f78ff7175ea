package io.narthex.server.cli;

import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// What the demo's server does.
///
/// @param listen where it listens
/// @param applicationPort where the sample application does
/// @param rules the file of its rules
///
/// Thread safety: immutable.
record DemoConfiguration(InetSocketAddress listen, int applicationPort, Path rules) {
    Configuration read() {
        String yaml =
                """
                global:
                  scrape_interval: 2s
                  evaluation_interval: 2s
                rule_files: ['%s']
                scrape_configs:
                  - job_name: fastapi
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                %sslos:
                  - name: availability
                    objective: 99.9
                    window: 30d
                    indicator:
                      total: fastapi_request_count_total{endpoint!="/metrics"}
                      bad: fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}
                  - name: errors
                    objective: 99
                    window: 30d
                    indicator:
                      total: fastapi_request_count_total{endpoint!="/metrics"}
                      bad: fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}
                  - name: latency
                    window: 30d
                    indicator:
                      latency:
                        metric: fastapi_request_duration_seconds{endpoint!="/metrics"}
                        threshold: 0.8
                        ratio: 0.95
                """
                        // A free port that the system picks is not known yet.
                        .formatted(rules, applicationPort, listen.getPort() == 0 ? "" : itself());
        return ConfigFile.parse("demo.yml", yaml, _ -> null);
    }

    private String itself() {
        String host =
                listen.getAddress().isAnyLocalAddress() ? "localhost" : listen.getHostString();
        return """
          - job_name: narthex
            static_configs:
              - targets: ["%s:%d"]
            metric_relabel_configs:
              # It is one process, and the application has these figures already.
              - {source_labels: [__name__], regex: process_.*, action: drop}
        """
                .formatted(host.contains(":") ? "[" + host + "]" : host, listen.getPort());
    }
}
