package io.narthex.remote.otlp;

import java.util.HashMap;
import java.util.Map;

/// Names of labels, as Prometheus makes them of OpenTelemetry's attributes.
///
/// Thread safety: for one thread.
final class LabelNames {
    private static final int MAX_KNOWN = 1000;

    private final OtlpConfig config;
    private final Map<String, String> known = new HashMap<>();

    LabelNames(OtlpConfig config) {
        this.config = config;
    }

    /// The label's name for an attribute's.
    ///
    /// @throws TranslationException if nothing usable is left of it
    String of(String attribute) throws TranslationException {
        String name = known.get(attribute);
        if (name == null) {
            name = make(attribute);
            if (known.size() < MAX_KNOWN) {
                known.put(attribute, name);
            }
        }
        return name;
    }

    private String make(String attribute) throws TranslationException {
        if (attribute.isEmpty()) {
            throw new TranslationException("label name is empty");
        }
        if (!config.strategy().escapes()) {
            if (isUnderscores(attribute)) {
                throw new TranslationException(
                        "label name \"" + attribute + "\" contains only underscores");
            }
            return attribute;
        }
        String name = prefixed(sanitized(attribute));
        if (isUnderscores(name)) {
            throw new TranslationException(
                    "normalization for label name \"%s\" resulted in invalid name \"%s\""
                            .formatted(attribute, name));
        }
        return name;
    }

    private String prefixed(String name) {
        char first = name.charAt(0);
        if (first >= '0' && first <= '9') {
            return "key_" + name;
        }
        boolean single = first == '_' && !name.startsWith("__");
        return single && config.sanitizeUnderscore() ? "key" + name : name;
    }

    private String sanitized(String attribute) {
        boolean keep = config.preserveUnderscores();
        boolean reserved =
                !keep
                        && attribute.length() >= 4
                        && attribute.startsWith("__")
                        && attribute.endsWith("__");
        int[] characters =
                (reserved ? attribute.substring(2, attribute.length() - 2) : attribute)
                        .codePoints()
                        .toArray();
        StringBuilder out = new StringBuilder(reserved ? "__" : "");
        boolean underscore = false;
        for (int c : characters) {
            boolean valid = MetricNames.isValid(c) && c != ':';
            if (valid) {
                out.append((char) c);
            } else if (keep || !underscore) {
                out.append('_');
            }
            underscore = !valid;
        }
        return out.append(reserved ? "__" : "").toString();
    }

    private static boolean isUnderscores(String name) {
        return name.chars().allMatch(c -> c == '_');
    }
}
