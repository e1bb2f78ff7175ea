package io.narthex.demo;

import io.narthex.demo.Incident.Kind;
import io.narthex.model.DurationText;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads incidents.
///
/// Thread safety: for one thread.
final class IncidentText {
    private final Kind kind;

    /// What is said, or meant where nothing is.
    private final Map<String, String> parts = new LinkedHashMap<>();

    private IncidentText(Kind kind) {
        this.kind = kind;
        // Kinds have values for what isn't theirs too: they must be legal, and nobody reads them.
        for (String part : "start=60s,length=5m,rate=100%,by=1s,factor=10".split(",")) {
            put(part);
        }
        kind.parts().forEach(this::put);
    }

    private void put(String part) {
        int equals = part.indexOf('=');
        parts.put(part.substring(0, equals), part.substring(equals + 1));
    }

    /// @throws IllegalArgumentException if the text is no incident, with the place and the remedy
    static Incident parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        Kind kind =
                Arrays.stream(Kind.values())
                        .filter(k -> k.word().equals(word))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "unknown incident \""
                                                        + word
                                                        + "\"; there is "
                                                        + Incident.syntax()));
        return new IncidentText(kind).read(colon < 0 ? "" : text.substring(colon + 1));
    }

    private Incident read(String text) {
        Map<String, String> said = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw wrong("no \"=\" in \"" + part + "\"");
            }
            String name = part.substring(0, equals);
            if (!mayHave(name)) {
                throw wrong("unknown part \"" + name + "\"");
            }
            if (said.put(name, part.substring(equals + 1)) != null) {
                throw wrong("\"" + name + "\" is there twice");
            }
        }
        parts.putAll(said);
        return new Incident(
                kind,
                duration("start"),
                duration("length"),
                share(part("rate")),
                duration("by"),
                factor(part("factor")));
    }

    private boolean mayHave(String name) {
        return name.equals("start")
                || name.equals("length")
                || kind.parts().stream().anyMatch(part -> part.startsWith(name + "="));
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + "; it is " + kind.syntax());
    }

    private String part(String name) {
        return parts.getOrDefault(name, "");
    }

    private Duration duration(String name) {
        try {
            return DurationText.parse(part(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static double share(String text) {
        try {
            return text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no rate; write it as 30% or 0.3");
        }
    }

    private static double factor(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no factor; write it as factor=10");
        }
    }
}
