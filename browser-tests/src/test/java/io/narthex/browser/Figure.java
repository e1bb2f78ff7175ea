package io.narthex.browser;

import java.util.List;
import java.util.Map;

/// A number on the page, with what it says of itself.
///
/// @param panel the panel's or objective's id; empty for other numbers
/// @param series the curve that it belongs to; null for a number of its own
/// @param window the window of a volume; null for other numbers
/// @param query PromQL; null where the page names none
/// @param time evaluation time in Unix seconds
/// @param value the number
/// @param text the number as it is written; empty where it stands among other words
record Figure(
        String panel,
        String series,
        String window,
        String query,
        double time,
        double value,
        String text) {

    /// All numbers of a page at one moment.
    static List<Figure> all(Visit visit) {
        List<?> found =
                (List<?>)
                        visit.ask(
                                """
                                [...document.querySelectorAll('[data-value]')].map(e => ({
                                    panel: e.closest('.panel[id^=panel-]')?.id ?? e.dataset.objective ?? '',
                                    series: e.dataset.series ?? null,
                                    window: e.dataset.window ?? null,
                                    query: e.dataset.query ?? null,
                                    time: e.dataset.time ?? 'NaN',
                                    value: e.dataset.value,
                                    text: e.dataset.objective ? '' : e.textContent.trim(),
                                }))\
                                """);
        return found.stream().map(f -> of((Map<?, ?>) f)).toList();
    }

    private static Figure of(Map<?, ?> f) {
        return new Figure(
                ((String) f.get("panel")).replaceFirst("^panel-", ""),
                (String) f.get("series"),
                (String) f.get("window"),
                (String) f.get("query"),
                Double.parseDouble((String) f.get("time")),
                Double.parseDouble((String) f.get("value")),
                (String) f.get("text"));
    }

    /// What tells it from the other numbers, at every moment the same.
    String name() {
        return panel
                + (series == null ? "" : " series " + series)
                + (window == null ? "" : " window " + window);
    }
}
