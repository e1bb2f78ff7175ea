package io.narthex.browser;

import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The page's own sources: the panels of the dashboard that most tests look at, and its sentences.
final class PageFiles {
    private static final String FOLDER = "/io/narthex/ui/";

    /// The pages beside query and targets, each with its parts.
    static final List<String> LISTS =
            List.of(
                    "#/dashboard?board=fastapi",
                    "#/dashboard?board=fastapi&edit=panels",
                    "#/dashboard?board=fastapi&edit=json",
                    "#/alerts",
                    "#/alerts?tab=history",
                    "#/alerts?tab=silences",
                    "#/alerts?tab=backtest",
                    "#/rules",
                    "#/slos",
                    "#/status",
                    "#/status?tab=cardinality",
                    "#/status?tab=storage",
                    "#/status?tab=config",
                    "#/status?tab=flags",
                    "#/status?tab=features");

    private PageFiles() {}

    /// A panel of a dashboard.
    ///
    /// @param words what is said of it, by language and name, such as `title`
    /// @param query PromQL
    /// @param format number, seconds, percent or bytes
    /// @param legend names a curve by its labels, such as `{{job}}`; null for panels of one curve
    /// @param windows the windows whose volume it shows; empty for most panels
    /// @param threshold what its condition compares with; null for panels without one
    record Panel(
            String id,
            Map<String, Map<String, String>> words,
            String query,
            String format,
            String legend,
            List<String> windows,
            Threshold threshold) {}

    /// A panel's condition.
    ///
    /// @param breach `below` or `above`
    record Threshold(double value, String breach) {
        boolean isBreachedBy(double number) {
            return breach.equals("below") ? number < value : number > value;
        }
    }

    /// Every panel of the dashboard `fastapi`, in the page's order.
    static List<Panel> panels() {
        return PrometheusApi.list(PrometheusApi.member(json("dashboards/fastapi.json"), "panels"))
                .stream()
                .map(p -> panel(PrometheusApi.map(p)))
                .toList();
    }

    /// The panel of an id.
    static Panel panel(String id) {
        return panels().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }

    private static Panel panel(Map<String, Object> json) {
        Object volumes = json.get("volumes");
        Object threshold = json.get("threshold");
        return new Panel(
                (String) json.get("id"),
                Map.of("en", words(json, "en"), "ko", words(json, "ko")),
                (String) json.get("query"),
                (String) json.get("format"),
                (String) json.get("legend"),
                volumes == null
                        ? List.of()
                        : PrometheusApi.list(volumes).stream().map(String.class::cast).toList(),
                threshold == null
                        ? null
                        : new Threshold(
                                (Double) PrometheusApi.member(threshold, "value"),
                                (String) PrometheusApi.member(threshold, "breach")));
    }

    private static Map<String, String> words(Map<String, Object> json, String language) {
        Map<String, String> words = new TreeMap<>();
        for (String name : List.of("title", "unit", "read", "why", "short")) {
            if (json.get(name) instanceof Map<?, ?> texts) {
                words.put(name, (String) texts.get(language));
            }
        }
        return words;
    }

    /// The sentences of a language, by key.
    static Map<String, String> messages(String language) {
        Map<String, String> messages = new TreeMap<>();
        PrometheusApi.map(json("messages/" + language + ".json"))
                .forEach((key, sentence) -> messages.put(key, (String) sentence));
        return messages;
    }

    /// Whether the pages' script is there, and not the one that says how to get it.
    static boolean areBuilt() {
        return !text("js/main.js").contains("were not built");
    }

    private static Object json(String file) {
        return PrometheusApi.json(text(file));
    }

    private static String text(String file) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new AssertionError("no " + FOLDER + file + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
