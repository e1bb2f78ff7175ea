package io.narthex.server.grafana;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.map;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.dashboards.Dashboard.Breach;
import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.Dashboard.Threshold;
import io.narthex.server.dashboards.DashboardPacks;
import io.narthex.server.dashboards.GrafanaExport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The dashboards for Grafana show what the packs show, in their words.
class GrafanaDashboardTest {
    private static final int COLUMNS = 24;

    private static final Map<String, List<String>> UNITS =
            Map.of(
                    "NUMBER", List.of("short", "reqps"),
                    "SECONDS", List.of("s"),
                    "PERCENT", List.of("percentunit"),
                    "BYTES", List.of("bytes", "Bps"));

    private record Cell(int x, int y) {}

    static List<String> names() {
        return DashboardPacks.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void file_isWhatTheCommandPrints(String name) throws IOException {
        byte[] json =
                new GrafanaExport(DashboardPacks.pack(name), "en", ParserOptions.STABLE).json();
        Path file = Dashboard.file(name);
        boolean same = Files.exists(file) && Arrays.equals(Files.readAllBytes(file), json);
        assertThat(same)
                .withFailMessage(
                        "grafana/dashboards/%s.json is not what ./narthex dashboard grafana %1$s"
                                + " prints now; write it there",
                        name)
                .isTrue();
    }

    @Test
    void files_areThoseOfThePacks() throws IOException {
        try (Stream<Path> files = Files.list(Dashboard.FOLDER.resolve("dashboards"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream().map(name -> name + ".json").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void panels_areThePacksInOrder(String name) throws IOException {
        List<Panel> panels = DashboardPacks.pack(name).panels();
        List<Object> shown = Dashboard.panels(name);
        assertThat(shown).hasSameSizeAs(panels);
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            assertThat(member(shown.get(i), "title")).isEqualTo(panel.words().title().in("en"));
            assertThat((String) member(shown.get(i), "description"))
                    .contains(panel.words().read().in("en"), panel.words().why().in("en"));
            Object defaults = member(member(shown.get(i), "fieldConfig"), "defaults");
            assertThat(UNITS.get(panel.format().name()))
                    .contains((String) member(defaults, "unit"));
            Object line = member(member(member(defaults, "custom"), "thresholdsStyle"), "mode");
            Threshold threshold = panel.threshold();
            assertThat(line).isEqualTo(threshold == null ? "off" : "dashed+area");
            if (threshold != null) {
                thresholdIsDrawn(threshold, list(member(member(defaults, "thresholds"), "steps")));
            }
            targetsAreThePanels(panel, Dashboard.targets(shown.get(i)));
        }
    }

    /// Red is the side on which the condition holds.
    private static void thresholdIsDrawn(Threshold threshold, List<Object> steps) {
        boolean below = threshold.breach() == Breach.BELOW;
        assertThat(steps)
                .extracting(step -> member(step, "color"))
                .isEqualTo(below ? List.of("red", "transparent") : List.of("transparent", "red"));
        assertThat(member(steps.get(1), "value")).isEqualTo(threshold.value());
    }

    /// The page's windows, and the reader's own.
    private static void targetsAreThePanels(Panel panel, List<Object> targets) {
        assertThat(targets).extracting(t -> member(t, "refId")).doesNotHaveDuplicates();
        assertThat(targets)
                .hasSize(panel.volumes().isEmpty() ? 1 : panel.volumes().size() + 1)
                .allSatisfy(t -> assertThat((String) member(t, "legendFormat")).isNotBlank());
        for (int i = 0; i < panel.volumes().size(); i++) {
            assertThat((String) member(targets.get(i), "expr"))
                    .contains("[" + panel.volumes().get(i) + "]");
        }
        if (panel.legend() != null) {
            assertThat(member(targets.getFirst(), "legendFormat")).isEqualTo(panel.legend());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void panels_haveTheirOwnIdsAndPlaces(String name) throws IOException {
        List<Object> panels = Dashboard.panels(name);
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

    @ParameterizedTest
    @MethodSource("names")
    void variables_areTheSourceAndTheLabels(String name) throws IOException {
        Map<String, Object> dashboard = Dashboard.read(name);
        Object source = Map.of("type", "prometheus", "uid", "${DS}");
        for (Object panel : Dashboard.panels(name)) {
            assertThat(member(panel, "datasource")).isEqualTo(source);
            assertThat(Dashboard.targets(panel))
                    .allSatisfy(t -> assertThat(member(t, "datasource")).isEqualTo(source))
                    .allSatisfy(
                            t ->
                                    assertThat((String) member(t, "expr"))
                                            .contains("job=~\"$job\",instance=~\"$instance\""));
        }
        List<String> expected = new ArrayList<>(List.of("DS"));
        expected.addAll(DashboardPacks.pack(name).variables());
        List<Object> variables = list(member(member(dashboard, "templating"), "list"));
        assertThat(variables).extracting(v -> (String) member(v, "name")).containsAll(expected);
        assertThat(member(variables.getFirst(), "query")).isEqualTo("prometheus");
        assertThat(member(member(variables.get(1), "query"), "query"))
                .isEqualTo("label_values(" + DashboardPacks.pack(name).metric() + ", job)");
        assertThat(member(dashboard, "uid")).isEqualTo("narthex-" + name);
        assertThat(member(dashboard, "time")).isEqualTo(Map.of("from", "now-15m", "to", "now"));
    }

    @Test
    void dataSource_isTheOneThatProvisioningMakes() throws IOException {
        Object variable =
                list(member(member(Dashboard.read("fastapi"), "templating"), "list")).getFirst();
        Object provisioned = list(member(yaml("datasources"), "datasources")).getFirst();
        assertThat(member(provisioned, "type")).isEqualTo("prometheus");
        assertThat(member(provisioned, "uid"))
                .isEqualTo(member(member(variable, "current"), "value"));
        Object provider = list(member(yaml("dashboards"), "providers")).getFirst();
        assertThat(member(provider, "type")).isEqualTo("file");
    }

    private static Map<String, Object> yaml(String kind) throws IOException {
        Path file = Dashboard.FOLDER.resolve("provisioning").resolve(kind).resolve("narthex.yml");
        Load load = new Load(LoadSettings.builder().setLabel(file.toString()).build());
        return map(load.loadFromString(Files.readString(file)));
    }
}
