package io.narthex.server.dashboards;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.dashboards.Dashboard.Breach;
import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.Dashboard.Threshold;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A dashboard in Grafana's classic model: the same panels in the same words, with a variable for
/// the data source, one for each label, and marks where alerts fire. What is the same in every
/// dashboard is in the resource `grafana.json`.
///
/// Thread safety: immutable.
public final class GrafanaExport {
    /// By which Grafana knows a dashboard; it takes 40 characters.
    private static final int LONGEST_UID = 40;

    /// Two in a row, of the 24 columns that there are.
    private static final int WIDTH = 12;

    private static final int HEIGHT = 8;
    private static final int IN_A_ROW = 2;

    /// Every target has it.
    private static final String ANY_METRIC = "up";

    private final Dashboard dashboard;
    private final String language;
    private final SelectorFilter filter;
    private final GrafanaParts parts;

    /// @param language of its texts: `en` or `ko`
    /// @param syntax of its queries
    public GrafanaExport(Dashboard dashboard, String language, ParserOptions syntax) {
        this.dashboard = dashboard;
        this.language = language;
        this.filter = new SelectorFilter(dashboard.variables(), dashboard.metric(), syntax);
        this.parts = new GrafanaParts(language);
    }

    /// The file, indented, in UTF-8.
    public byte[] json() {
        Map<String, @Nullable Object> whole = parts.of("dashboard");
        whole.put("uid", uid(dashboard.name()));
        whole.put("title", dashboard.title().in(language));
        whole.put("annotations", Map.of("list", List.of(parts.of("alerts"))));
        whole.put("templating", Map.of("list", variables()));
        List<Object> panels = new ArrayList<>();
        dashboard.panels().forEach(panel -> panels.add(panel(panel, panels.size())));
        whole.put("panels", panels);
        return DashboardJson.indented(out -> DashboardJson.tree(out, whole));
    }

    /// What long names begin with is not theirs alone.
    private static String uid(String name) {
        String uid = "narthex-" + name;
        String hash = Integer.toHexString(name.hashCode());
        return uid.length() <= LONGEST_UID
                ? uid
                : uid.substring(0, LONGEST_UID - hash.length()) + hash;
    }

    private List<Object> variables() {
        List<Object> variables = new ArrayList<>();
        variables.add(parts.of("source"));
        String metric = dashboard.metric() == null ? ANY_METRIC : dashboard.metric();
        for (String label : dashboard.variables()) {
            Map<String, @Nullable Object> variable = parts.of("variable");
            variable.put("name", label);
            GrafanaParts.at(variable, "query")
                    .put("query", "label_values(" + metric + ", " + label + ")");
            variables.add(variable);
        }
        if (dashboard.panels().stream().anyMatch(panel -> !panel.volumes().isEmpty())) {
            variables.add(parts.of("window"));
        }
        return variables;
    }

    private Map<String, @Nullable Object> panel(Panel panel, int at) {
        Map<String, @Nullable Object> shown = parts.of("panel");
        shown.put("id", at + 1.0);
        shown.put("title", panel.words().title().in(language));
        shown.put(
                "description",
                "**%s**: %s\n\n**%s**: %s"
                        .formatted(
                                parts.word("read"),
                                panel.words().read().in(language),
                                parts.word("why"),
                                panel.words().why().in(language)));
        shown.put("gridPos", place(at, dashboard.panels().size()));
        Map<String, @Nullable Object> field =
                GrafanaParts.at(GrafanaParts.at(shown, "fieldConfig"), "defaults");
        field.put("unit", unit(panel));
        if (panel.threshold() != null) {
            threshold(field, panel.threshold());
        }
        shown.put("targets", targets(panel));
        return shown;
    }

    /// The last one takes all of its row where it is alone there.
    private static Map<String, Object> place(int at, int all) {
        int column = at % IN_A_ROW;
        boolean isAlone = column == 0 && at == all - 1;
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("x", (double) column * WIDTH);
        place.put("y", (double) (at / IN_A_ROW) * HEIGHT);
        place.put("w", (double) (isAlone ? IN_A_ROW : 1) * WIDTH);
        place.put("h", (double) HEIGHT);
        return place;
    }

    private static String unit(Panel panel) {
        return switch (panel.format()) {
            case SECONDS -> "s";
            case PERCENT -> "percentunit";
            case BYTES -> panel.perWindow() ? "Bps" : "bytes";
            case NUMBER ->
                    panel.words().unit().in("en").startsWith("requests/sec") ? "reqps" : "short";
        };
    }

    /// Red is the side on which the condition holds.
    private static void threshold(Map<String, @Nullable Object> field, Threshold threshold) {
        GrafanaParts.at(GrafanaParts.at(field, "custom"), "thresholdsStyle")
                .put("mode", "dashed+area");
        boolean below = threshold.breach() == Breach.BELOW;
        GrafanaParts.at(field, "thresholds")
                .put(
                        "steps",
                        List.of(
                                step(below ? "red" : "transparent", null),
                                step(below ? "transparent" : "red", threshold.value())));
    }

    private static Map<String, @Nullable Object> step(String color, @Nullable Double value) {
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        step.put("color", color);
        step.put("value", value);
        return step;
    }

    private List<Object> targets(Panel panel) {
        if (panel.volumes().isEmpty()) {
            String legend = panel.legend();
            return List.of(
                    target(
                            'A',
                            panel.query(),
                            legend == null ? panel.words().title().in(language) : legend));
        }
        List<Object> targets = new ArrayList<>();
        for (String window : panel.volumes()) {
            targets.add(volume(targets.size(), panel, window));
        }
        targets.add(volume(targets.size(), panel, "$n"));
        return targets;
    }

    private Map<String, @Nullable Object> volume(int at, Panel panel, String window) {
        Map<String, @Nullable Object> target =
                target((char) ('A' + at), panel.query(), parts.word("last") + " " + window);
        // Only now, because the reader's own window is no PromQL.
        target.put("expr", panel.over(filter.filtered(panel.query()), window));
        return target;
    }

    private Map<String, @Nullable Object> target(char id, String query, String legend) {
        Map<String, @Nullable Object> target = parts.of("target");
        target.put("refId", String.valueOf(id));
        target.put("expr", filter.filtered(query));
        target.put("legendFormat", legend);
        return target;
    }
}
