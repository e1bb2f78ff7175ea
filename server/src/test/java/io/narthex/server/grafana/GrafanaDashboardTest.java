package io.narthex.server.grafana;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.map;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.server.Panels;

import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The dashboard for Grafana shows what the page shows, in its words.
class GrafanaDashboardTest {
    private static final int COLUMNS = 24;

    private static final Map<String, String> UNITS =
            Map.of("seconds", "s", "percent", "percentunit", "bytes", "bytes");

    /// Panels of plain numbers, by id.
    private static final Map<String, String> NUMBER_UNITS =
            Map.of(
                    "rps", "reqps",
                    "split", "reqps",
                    "volume", "short",
                    "cpu", "short",
                    "alert-rps", "reqps");

    private record Cell(int x, int y) {}

    @Test
    void queries_areThePagesInOrder() throws IOException {
        List<List<String>> expected = new ArrayList<>();
        for (Map<String, Object> panel : Panels.all()) {
            String query = (String) member(panel, "query");
            if (panel.get("volumes") == null) {
                expected.add(List.of(query));
            } else {
                // The page's windows, and the reader's own N.
                Stream<Object> windows =
                        Stream.concat(list(member(panel, "volumes")).stream(), Stream.of("$n"));
                expected.add(windows.map(w -> query.replace("[5m]", "[" + w + "]")).toList());
            }
        }
        List<List<String>> queries = new ArrayList<>();
        for (Object panel : Dashboard.panels()) {
            List<Object> targets = Dashboard.targets(panel);
            queries.add(targets.stream().map(t -> (String) member(t, "expr")).toList());
            assertThat(targets).extracting(t -> member(t, "refId")).doesNotHaveDuplicates();
            assertThat(targets).allSatisfy(t -> assertThat(member(t, "legendFormat")).isNotNull());
        }
        assertThat(queries).isEqualTo(expected);
    }

    @Test
    void texts_areThePages() throws IOException {
        Map<String, Object> sentences = Panels.messages();
        List<Map<String, Object>> panels = Panels.all();
        List<Object> shown = Dashboard.panels();
        for (int i = 0; i < panels.size(); i++) {
            String id = (String) member(panels.get(i), "id");
            Object panel = shown.get(i);
            assertThat(member(panel, "title")).isEqualTo(sentences.get(id + ".title"));
            assertThat(member(panel, "description"))
                    .isEqualTo(
                            "**%s**: %s\n\n**%s**: %s"
                                    .formatted(
                                            sentences.get("label.read"),
                                            sentences.get(id + ".read"),
                                            sentences.get("label.why"),
                                            sentences.get(id + ".why")));
        }
    }

    @Test
    void unitsLegendsAndThresholds_areThePages() throws IOException {
        List<Map<String, Object>> panels = Panels.all();
        List<Object> shown = Dashboard.panels();
        for (int i = 0; i < panels.size(); i++) {
            Map<String, Object> panel = panels.get(i);
            String id = (String) member(panel, "id");
            Object defaults = member(member(shown.get(i), "fieldConfig"), "defaults");
            String unit = UNITS.getOrDefault(panel.get("format"), NUMBER_UNITS.get(id));
            assertThat(member(defaults, "unit")).as(id).isEqualTo(unit);
            Object legend = panel.get("legend");
            if (legend != null) {
                Object target = Dashboard.targets(shown.get(i)).getFirst();
                assertThat(member(target, "legendFormat")).as(id).isEqualTo(legend);
            }
            Object line = member(member(member(defaults, "custom"), "thresholdsStyle"), "mode");
            Object threshold = panel.get("threshold");
            assertThat(line).as(id).isEqualTo(threshold == null ? "off" : "dashed+area");
            if (threshold != null) {
                thresholdIsDrawn(threshold, list(member(member(defaults, "thresholds"), "steps")));
            }
        }
    }

    /// Red is the side on which the condition holds.
    private static void thresholdIsDrawn(Object threshold, List<Object> steps) {
        boolean below = member(threshold, "breach").equals("below");
        assertThat(steps)
                .extracting(step -> member(step, "color"))
                .isEqualTo(below ? List.of("red", "transparent") : List.of("transparent", "red"));
        assertThat(member(steps.get(1), "value")).isEqualTo(member(threshold, "value"));
    }

    @Test
    void panels_haveTheirOwnIdsAndPlaces() throws IOException {
        List<Object> panels = Dashboard.panels();
        assertThat(panels).extracting(p -> member(p, "id")).doesNotHaveDuplicates();
        Map<Cell, Object> taken = new LinkedHashMap<>();
        for (Object panel : panels) {
            Object place = member(panel, "gridPos");
            int right = number(place, "x") + number(place, "w");
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int x = number(place, "x"); x < right; x++) {
                for (int y = 0; y < number(place, "h"); y++) {
                    Object other = taken.put(new Cell(x, number(place, "y") + y), panel);
                    assertThat(other).as("below %s", member(panel, "title")).isNull();
                }
            }
        }
    }

    private static int number(Object object, String name) {
        return ((Double) member(object, name)).intValue();
    }

    @Test
    void dataSource_isTheVariableThatProvisioningFills() throws IOException {
        Map<String, Object> dashboard = Dashboard.read();
        Object source = Map.of("type", "prometheus", "uid", "${DS}");
        for (Object panel : Dashboard.panels()) {
            assertThat(member(panel, "datasource")).isEqualTo(source);
            assertThat(Dashboard.targets(panel))
                    .allSatisfy(t -> assertThat(member(t, "datasource")).isEqualTo(source));
        }
        Object variable = list(member(member(dashboard, "templating"), "list")).getFirst();
        assertThat(member(variable, "name")).isEqualTo("DS");
        assertThat(member(variable, "query")).isEqualTo("prometheus");

        Object provisioned = list(member(yaml("datasources"), "datasources")).getFirst();
        assertThat(member(provisioned, "type")).isEqualTo("prometheus");
        assertThat(member(provisioned, "uid"))
                .isEqualTo(member(member(variable, "current"), "value"));
        Object provider = list(member(yaml("dashboards"), "providers")).getFirst();
        assertThat(member(provider, "type")).isEqualTo("file");
    }

    @Test
    void dashboard_isOfTheLastQuarterHourAndRefreshed() throws IOException {
        Map<String, Object> dashboard = Dashboard.read();
        assertThat(member(dashboard, "time")).isEqualTo(Map.of("from", "now-15m", "to", "now"));
        assertThat(member(dashboard, "refresh")).isEqualTo("5s");
    }

    private static Map<String, Object> yaml(String kind) throws IOException {
        Path file = Dashboard.FOLDER.resolve("provisioning").resolve(kind).resolve("narthex.yml");
        Load load = new Load(LoadSettings.builder().setLabel(file.toString()).build());
        return map(load.loadFromString(Files.readString(file)));
    }
}
