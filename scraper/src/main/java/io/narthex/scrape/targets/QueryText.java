package io.narthex.scrape.targets;

import io.narthex.model.Labels;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The query part of a target's URL: the parameters of its job, whose first values `__param_…`
/// labels replace, ascending by name.
///
/// Thread safety: immutable.
record QueryText(Map<String, List<String>> params, Labels labels) {
    private static final String PARAM = "__param_";
    private static final String PATH_LETTERS = "-._~!$&'()*+,;=:@/%";

    String text() {
        TreeMap<String, List<String>> all = new TreeMap<>();
        params.forEach((name, values) -> all.put(name, new ArrayList<>(values)));
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith(PARAM)) {
                List<String> values =
                        all.computeIfAbsent(
                                labels.name(i).substring(PARAM.length()), _ -> new ArrayList<>());
                if (values.isEmpty()) {
                    values.add("");
                }
                values.set(0, labels.value(i));
            }
        }
        StringBuilder out = new StringBuilder();
        all.forEach(
                (name, values) -> {
                    for (String value : values) {
                        out.append(out.isEmpty() ? "" : "&");
                        out.append(escape(name)).append('=').append(escape(value));
                    }
                });
        return out.toString();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Escapes what may not stand in a path as it is.
    static String escapePath(String path) {
        StringBuilder out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || PATH_LETTERS.indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(String.format("%02X", (int) c));
            }
        }
        return out.toString();
    }
}
