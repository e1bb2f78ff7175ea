package io.narthex.demo;

import io.narthex.model.DurationText;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Something that goes wrong on purpose: from `start` on, for `length`, the sample application
/// answers a `share` of its requests with 500.
///
/// @param start after the application's start
/// @param length how long it lasts
/// @param share of requests, above 0 and at most 1
///
/// Thread safety: immutable.
public record Incident(Duration start, Duration length, double share) {
    private static final String SYNTAX = "errors[:start=30s,length=60s,rate=30%]";

    /// What there will be, and is not yet.
    private static final List<String> LATER = List.of("latency", "load", "down");

    /// Checks the share.
    public Incident {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the rate must be above 0% and at most 100%");
        }
    }

    /// Reads an incident such as `errors:start=30s,length=60s,rate=30%`; what is not given is as in
    /// this example.
    ///
    /// @throws IllegalArgumentException if the text is none, with the place and the remedy
    public static Incident parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        if (LATER.contains(kind)) {
            throw new IllegalArgumentException(
                    "the incident \"" + kind + "\" is not supported yet; there is " + SYNTAX);
        }
        if (!kind.equals("errors")) {
            throw new IllegalArgumentException(
                    "unknown incident \"" + kind + "\"; there is " + SYNTAX);
        }
        Map<String, String> parts = parts(colon < 0 ? "" : text.substring(colon + 1));
        Incident incident =
                new Incident(
                        duration(parts, "start", "30s"),
                        duration(parts, "length", "60s"),
                        share(parts));
        if (!parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown part \"" + parts.keySet().iterator().next() + "\"; it is " + SYNTAX);
        }
        return incident;
    }

    /// What happens when, in a sentence.
    public String describe() {
        return "%s after the start, for %s, %.0f %% of the requests will fail with 500."
                .formatted(DurationText.format(start), DurationText.format(length), share * 100);
    }

    /// Whether it is going on.
    ///
    /// @param elapsedNanos since the application's start
    boolean isActive(long elapsedNanos) {
        long into = elapsedNanos - start.toNanos();
        return into >= 0 && into < length.toNanos();
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return parts;
        }
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("no \"=\" in \"" + part + "\"; it is " + SYNTAX);
            }
            String name = part.substring(0, equals);
            if (parts.put(name, part.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("\"" + name + "\" is there twice");
            }
        }
        return parts;
    }

    private static Duration duration(Map<String, String> parts, String name, String otherwise) {
        String text = parts.remove(name);
        return DurationText.parse(text == null ? otherwise : text);
    }

    private static double share(Map<String, String> parts) {
        String text = parts.remove("rate");
        if (text == null) {
            return 0.3;
        }
        try {
            return text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no rate; write it as 30% or 0.3");
        }
    }
}
