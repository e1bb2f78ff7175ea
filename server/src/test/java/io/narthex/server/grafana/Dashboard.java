package io.narthex.server.grafana;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.map;
import static io.narthex.testkit.PrometheusApi.member;

import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The dashboard as its file has it.
///
/// Thread safety: stateless.
final class Dashboard {
    /// The folder of everything for Grafana.
    static final Path FOLDER = Path.of("").toAbsolutePath().resolveSibling("grafana");

    private Dashboard() {}

    static Map<String, Object> read() throws IOException {
        return map(PrometheusApi.json(Files.readString(FOLDER.resolve("dashboards/service.json"))));
    }

    static List<Object> panels() throws IOException {
        return list(member(read(), "panels"));
    }

    static List<Object> targets(Object panel) {
        return list(member(panel, "targets"));
    }
}
