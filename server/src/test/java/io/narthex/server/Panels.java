package io.narthex.server;

import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The panels of the dashboard `fastapi`, as its own file has them.
///
/// Thread safety: stateless.
public final class Panels {
    private static final String FOLDER = "/io/narthex/ui/";

    private Panels() {}

    /// The panels in order, each with its members.
    public static List<Map<String, Object>> all() {
        Object dashboard = read("dashboards/fastapi.json");
        return PrometheusApi.list(PrometheusApi.member(dashboard, "panels")).stream()
                .map(PrometheusApi::map)
                .toList();
    }

    private static Object read(String name) {
        try (InputStream in = Panels.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new AssertionError("no " + name + " on the class path");
            }
            return PrometheusApi.json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
