package io.narthex.server.report;

import io.narthex.server.json.Json;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A panel of the browser application.
///
/// @param id by which its texts are found
/// @param query of its curves
/// @param format how its numbers are written: `number`, `seconds`, `percent` or `bytes`
/// @param legend how its series are called; empty where it has one
/// @param window of the query, such as `5m`; empty where it has none
///
/// Thread safety: immutable.
record ReportPanel(String id, String query, String format, String legend, String window) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /// Those that show what is; those of alerts' conditions show the same again.
    static List<ReportPanel> all() {
        return Json.parse(ReportTexts.resource("/io/narthex/ui/panels.json")).items().stream()
                .filter(panel -> panel.at("threshold").isMissing())
                .map(ReportPanel::of)
                .toList();
    }

    private static ReportPanel of(Json panel) {
        return new ReportPanel(
                panel.at("id").text(),
                panel.at("query").text(),
                panel.at("format").text(),
                panel.at("legend").text(),
                panel.at("window").text());
    }

    /// Whether its number is a sum over the time, so that a longer time has more.
    boolean isVolume() {
        return id.equals("volume");
    }

    /// The query for all of a range at once.
    String over(ReportRange range) {
        return query.replace("[" + window + "]", "[" + range.length().toMillis() + "ms]");
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
