package io.narthex.server.grafana;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.map;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Compares an answer with JSON in which some things are left open.
///
/// A text between angle brackets is a regular expression for a whole text or number, `"<.+>"` say.
/// The element `"…"` of an array stands for any number of elements, the member `"…"` of an object
/// for any further members.
///
/// Thread safety: stateless.
final class JsonPattern {
    private static final String OPEN = "…";

    private JsonPattern() {}

    /// What is wrong with a value, as paths and words; empty where it fits.
    static List<String> mismatches(Object pattern, Object actual) {
        List<String> found = new ArrayList<>();
        compare("", pattern, actual, found);
        return found;
    }

    private static void compare(String path, Object pattern, Object actual, List<String> found) {
        boolean fits =
                switch (pattern) {
                    case Map<?, ?> _ when actual instanceof Map -> {
                        members(path, map(pattern), map(actual), found);
                        yield true;
                    }
                    case List<?> _ when actual instanceof List -> {
                        elements(path, list(pattern), list(actual), found);
                        yield true;
                    }
                    case String text -> text(text, actual);
                    default -> pattern.equals(actual);
                };
        if (!fits) {
            found.add("%s: expected %s but was %s".formatted(path, pattern, actual));
        }
    }

    private static boolean text(String pattern, Object actual) {
        if (!pattern.startsWith("<") || !pattern.endsWith(">")) {
            return pattern.equals(actual);
        }
        String regex = pattern.substring(1, pattern.length() - 1);
        boolean plain = actual instanceof String || actual instanceof Double;
        return plain && Pattern.matches(regex, actual.toString());
    }

    private static void members(
            String path,
            Map<String, Object> pattern,
            Map<String, Object> actual,
            List<String> found) {
        Set<String> names = new LinkedHashSet<>(pattern.keySet());
        if (!names.remove(OPEN)) {
            names.addAll(actual.keySet());
        }
        for (String name : names) {
            Object expected = pattern.get(name);
            Object value = actual.get(name);
            if (expected == null) {
                found.add(path + "." + name + ": not expected");
            } else if (value == null) {
                found.add(path + "." + name + ": is missing");
            } else {
                compare(path + "." + name, expected, value, found);
            }
        }
    }

    private static void elements(
            String path, List<Object> pattern, List<Object> actual, List<String> found) {
        if (!pattern.contains(OPEN) && pattern.size() == actual.size()) {
            // One by one, to say exactly what is wrong.
            for (int i = 0; i < pattern.size(); i++) {
                compare(path + "[" + i + "]", pattern.get(i), actual.get(i), found);
            }
        } else if (!fit(pattern, actual)) {
            found.add("%s: expected %s but was %s".formatted(path, pattern, actual));
        }
    }

    private static boolean fit(List<Object> pattern, List<Object> actual) {
        if (pattern.isEmpty()) {
            return actual.isEmpty();
        }
        List<Object> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals(OPEN)) {
            for (int skipped = 0; skipped <= actual.size(); skipped++) {
                if (fit(rest, actual.subList(skipped, actual.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !actual.isEmpty()
                && mismatches(pattern.getFirst(), actual.getFirst()).isEmpty()
                && fit(rest, actual.subList(1, actual.size()));
    }
}
