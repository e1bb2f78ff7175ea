package io.narthex.server.report;

import io.narthex.server.dashboards.LocalText;
import io.narthex.server.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What the report says in a language: the browser application's texts, and its own.
///
/// Thread safety: immutable.
final class ReportTexts {
    private static final String PAGES = "/io/narthex/ui/";

    private final String language;
    private final Json pages;
    private final Json own;

    /// @param language `en` or `ko`
    ReportTexts(String language) {
        this.language = language;
        pages = Json.parse(resource(PAGES + "messages/" + language + ".json"));
        own = Json.parse(resource("/io/narthex/server/report/" + language + ".json"));
    }

    String language() {
        return language;
    }

    /// A text of a dashboard.
    String of(LocalText text) {
        return text.in(language);
    }

    /// A text of the browser application.
    String page(String key) {
        return found(pages, key);
    }

    /// A text of the report.
    String own(String key) {
        return found(own, key);
    }

    /// A text of the report whose `{name}` are replaced.
    String own(String key, Map<String, String> places) {
        String text = own(key);
        for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace("{" + place.getKey() + "}", place.getValue());
        }
        return text;
    }

    private static String found(Json texts, String key) {
        if (texts.at(key).isMissing()) {
            throw new IllegalStateException("BUG: there is no text " + key);
        }
        return texts.at(key).text();
    }

    /// A file of the class path.
    static String resource(String name) {
        try (InputStream in = ReportTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("BUG: " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
