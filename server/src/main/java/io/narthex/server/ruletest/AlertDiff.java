package io.narthex.server.ruletest;

import io.narthex.model.LabelsText;
import io.narthex.model.Utf8Order;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Shows where alerts differ from those expected: all of them as JSON, place by place, with what is
/// missing in red, what is too much in green, and what is different in yellow, as promtool does
/// with `--diff`.
///
/// Thread safety: for one thread; for one comparison.
final class AlertDiff {
    private static final String ADDED = "\033[0;32m";
    private static final String REMOVED = "\033[0;31m";
    private static final String CHANGED = "\033[0;33m";
    private static final String NORMAL = "\033[0m";
    private static final String INDENT = "    ";

    private final StringBuilder out = new StringBuilder();

    private AlertDiff() {}

    /// The text. No alert at all is shown as one without labels.
    static String of(List<FiringAlert> expected, List<FiringAlert> got) {
        AlertDiff diff = new AlertDiff();
        diff.alerts(orNothing(expected), orNothing(got));
        return diff.out.toString();
    }

    private static List<FiringAlert> orNothing(List<FiringAlert> alerts) {
        return alerts.isEmpty()
                ? List.of(
                        new FiringAlert(Collections.emptySortedMap(), Collections.emptySortedMap()))
                : alerts;
    }

    private void alerts(List<FiringAlert> expected, List<FiringAlert> got) {
        int count = Math.max(expected.size(), got.size());
        out.append('[');
        for (int i = 0; i < count; i++) {
            out.append('\n').append(INDENT);
            if (i >= got.size()) {
                whole(expected.get(i), REMOVED);
            } else if (i >= expected.size()) {
                whole(got.get(i), ADDED);
            } else {
                alert(expected.get(i), got.get(i));
            }
            out.append(i < count - 1 ? "," : "");
        }
        out.append("\n]");
    }

    private void alert(FiringAlert expected, FiringAlert got) {
        out.append("{\n").append(INDENT.repeat(2)).append("\"Annotations\": ");
        texts(expected.annotations(), got.annotations());
        out.append(",\n").append(INDENT.repeat(2)).append("\"Labels\": ");
        texts(expected.labels(), got.labels());
        out.append('\n').append(INDENT).append('}');
    }

    private void texts(SortedMap<String, String> expected, SortedMap<String, String> got) {
        SortedSet<String> names = new TreeSet<>(Utf8Order::compare);
        names.addAll(expected.keySet());
        names.addAll(got.keySet());
        if (names.isEmpty()) {
            out.append("{}");
            return;
        }
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String a = expected.get(name);
            String b = got.get(name);
            if (b == null) {
                lines.add(REMOVED + member(name, String.valueOf(a)) + NORMAL);
            } else if (a == null) {
                lines.add(ADDED + member(name, b) + NORMAL);
            } else if (a.equals(b)) {
                lines.add(member(name, a));
            } else {
                lines.add(quote(name) + ": " + CHANGED + quote(a) + " => " + quote(b) + NORMAL);
            }
        }
        out.append("{\n").append(INDENT.repeat(3));
        out.append(String.join(",\n" + INDENT.repeat(3), lines));
        out.append('\n').append(INDENT.repeat(2)).append('}');
    }

    private static String member(String name, String value) {
        return quote(name) + ": " + quote(value);
    }

    private static String quote(String text) {
        return LabelsText.quote(text);
    }

    /// An alert of which there is no counterpart, in one colour, which begins anew on each line.
    private void whole(FiringAlert alert, String colour) {
        AlertDiff plain = new AlertDiff();
        plain.alert(alert, alert);
        String first = "{";
        out.append(colour).append(first);
        plain.out
                .substring(first.length())
                .lines()
                .skip(1)
                .forEach(
                        line -> {
                            String text = line.stripLeading();
                            out.append(NORMAL).append('\n');
                            out.append(line, 0, line.length() - text.length());
                            out.append(colour).append(text);
                        });
        out.append(NORMAL);
    }
}
