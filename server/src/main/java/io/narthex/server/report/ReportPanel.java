package io.narthex.server.report;

import io.narthex.server.dashboards.Dashboard.Format;
import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.Dashboard.Words;
import io.narthex.server.dashboards.DashboardPacks;
import io.narthex.server.json.Json;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A panel of the dashboard that reports are about.
///
/// @param legend how its series are called; empty where it has one
///
/// Thread safety: immutable.
record ReportPanel(Panel panel, String legend) {
    private static final String DASHBOARD = "fastapi";

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /// Those that show what is; those of alerts' conditions show the same again.
    static List<ReportPanel> all() {
        return DashboardPacks.pack(DASHBOARD).panels().stream()
                .filter(panel -> panel.threshold() == null)
                .map(
                        panel ->
                                new ReportPanel(
                                        panel, Objects.requireNonNullElse(panel.legend(), "")))
                .toList();
    }

    String id() {
        return panel.id();
    }

    Words words() {
        return panel.words();
    }

    String query() {
        return panel.query();
    }

    /// The range in its query; empty where there is none.
    String window() {
        return Objects.requireNonNullElse(panel.window(), "");
    }

    Format format() {
        return panel.format();
    }

    /// Whether its number is a sum over the time, so that a longer time has more.
    boolean isVolume() {
        return !panel.volumes().isEmpty();
    }

    /// The query for all of a range at once.
    String over(ReportRange range) {
        return panel.over(panel.query(), range.length().toMillis() + "ms");
    }

    /// What a series is called.
    String name(Map<String, Json> labels) {
        return PLACE.matcher(legend)
                .replaceAll(
                        place -> {
                            Json value = labels.getOrDefault(place.group(1), new Json(null));
                            return Matcher.quoteReplacement(value.text());
                        });
    }
}
