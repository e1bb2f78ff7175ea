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

/// The dashboards for Grafana as their files have them.
///
/// Thread safety: stateless.
final class Dashboard {
    /// The folder of everything for Grafana.
    static final Path FOLDER = Path.of("").toAbsolutePath().resolveSibling("grafana");

    private Dashboard() {}

    /// @param name of a pack
    static Path file(String name) {
        return FOLDER.resolve("dashboards").resolve(name + ".json");
    }

    static Map<String, Object> read(String name) throws IOException {
        return map(PrometheusApi.json(Files.readString(file(name))));
    }

    static List<Object> panels(String name) throws IOException {
        return list(member(read(name), "panels"));
    }

    static List<Object> targets(Object panel) {
        return list(member(panel, "targets"));
    }
}
