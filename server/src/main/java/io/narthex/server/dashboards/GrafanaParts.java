package io.narthex.server.dashboards;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is the same in every dashboard for Grafana, in a language.
///
/// Thread safety: immutable; what it gives belongs to the caller.
final class GrafanaParts {
    private final Map<String, @Nullable Object> parts;
    private final String language;

    GrafanaParts(String language) {
        parts =
                object(
                        JsonTree.parse(
                                DashboardPacks.file("/io/narthex/server/dashboards/grafana.json")));
        this.language = language;
    }

    /// A copy in which the texts that there are in several languages are in one of them.
    private @Nullable Object inLanguage(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map when map.containsKey(language) -> map.get(language);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                map.forEach((name, value) -> object.put((String) name, inLanguage(value)));
                yield object;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(inLanguage(item)));
                yield items;
            }
            case null, default -> tree;
        };
    }

    /// A copy of a part, to be filled.
    Map<String, @Nullable Object> of(String part) {
        return object(inLanguage(parts.get(part)));
    }

    String word(String name) {
        return String.valueOf(of("words").get(name));
    }

    /// An object within another one.
    static Map<String, @Nullable Object> at(Map<String, @Nullable Object> object, String name) {
        return object(object.get(name));
    }

    @SuppressWarnings("unchecked") // objects are made above only
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalStateException("BUG: no object in grafana.json");
    }
}
