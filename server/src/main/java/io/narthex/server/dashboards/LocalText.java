package io.narthex.server.dashboards;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A text for people: one for everybody, or one in each language.
///
/// @param byLanguage such as `en`; the one for everybody has the empty name; never empty
///
/// Thread safety: immutable.
public record LocalText(Map<String, String> byLanguage) {
    static final String EVERYBODY = "";

    private static final String FALLBACK = "en";

    /// Copies the map, in its order.
    public LocalText {
        byLanguage = Collections.unmodifiableMap(new LinkedHashMap<>(byLanguage));
    }

    /// The text in a language: otherwise in English, or in any.
    public String in(String language) {
        String text = byLanguage.get(language);
        if (text == null) {
            text = byLanguage.get(FALLBACK);
        }
        return text == null ? byLanguage.values().iterator().next() : text;
    }
}
