package io.narthex.http.api;

import io.narthex.model.LabelMatcher;
import io.narthex.model.relabel.RelabelRule;

import java.util.List;
import java.util.regex.Pattern;

/// A relabelling rule as somebody chooses it who wants fewer series.
///
/// @param action `drop`, `keep` or `labeldrop`
/// @param metric its name; empty for every one
/// @param label its name; empty where only the metric counts
/// @param value of the label; empty for every one
///
/// Thread safety: immutable.
record RelabelChoice(String action, String metric, String label, String value) {
    private static final String NAME = "__name__";
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

    /// Reads a choice.
    static RelabelChoice of(ApiRequest request) throws ApiException {
        RelabelChoice choice =
                new RelabelChoice(
                        request.param("action"),
                        request.param("metric"),
                        request.param("label"),
                        request.param("value"));
        choice.check();
        return choice;
    }

    private void check() throws ApiException {
        switch (action) {
            case "drop", "keep" -> {
                if (metric.isEmpty() && label.isEmpty()) {
                    throw ApiException.badData(
                            "neither metric nor label provided: one of them says what to "
                                    + action);
                }
            }
            case "labeldrop" -> {
                if (label.isEmpty() || label.equals(NAME)) {
                    throw ApiException.invalidParameter(
                            "label", "the name of a label other than __name__ is needed");
                }
                if (!value.isEmpty()) {
                    throw ApiException.invalidParameter(
                            "value", "labeldrop takes a label away whatever its value");
                }
            }
            default ->
                    throw ApiException.invalidParameter(
                            "action", "must be drop, keep or labeldrop");
        }
    }

    /// What those series meet that the rule concerns, or that others may become equal to.
    List<LabelMatcher> matchers() {
        return metric.isEmpty() || action.equals("keep")
                ? List.of()
                : List.of(LabelMatcher.equal(NAME, metric));
    }

    /// The rule.
    RelabelRule rule() {
        RelabelRule.Builder rule = RelabelRule.builder();
        if (!action.equals("labeldrop")) {
            rule.action(RelabelRule.Action.of(action));
            return both(rule);
        }
        if (metric.isEmpty()) {
            return rule.action(RelabelRule.Action.LABELDROP).regex(literal(label)).build();
        }
        // A labeldrop would reach every metric; an empty label is one that is not there.
        return rule.sourceLabels(NAME)
                .regex(literal(metric))
                .targetLabel(label)
                .replacement("")
                .build();
    }

    private RelabelRule both(RelabelRule.Builder rule) {
        String wanted = value.isEmpty() ? ".+" : literal(value);
        if (label.isEmpty()) {
            return rule.sourceLabels(NAME).regex(literal(metric)).build();
        }
        if (metric.isEmpty()) {
            return rule.sourceLabels(label).regex(wanted).build();
        }
        return rule.sourceLabels(NAME, label).regex(literal(metric) + ";" + wanted).build();
    }

    private static String literal(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /// The rule as a job's configuration has it.
    String yaml() {
        RelabelRule rule = rule();
        StringBuilder out = new StringBuilder("metric_relabel_configs:\n");
        String begin = "  - ";
        if (!rule.sourceLabels().isEmpty()) {
            List<String> labels =
                    rule.sourceLabels().stream()
                            .map(name -> name.matches("\\w+") ? name : quoted(name))
                            .toList();
            out.append(begin).append("source_labels: ").append(labels).append('\n');
            begin = "    ";
        }
        out.append(begin).append("regex: ").append(quoted(rule.regex().source())).append('\n');
        if (rule.action() == RelabelRule.Action.REPLACE) {
            out.append("    target_label: ").append(quoted(label)).append('\n');
            out.append("    replacement: ''\n");
        } else {
            out.append("    action: ").append(rule.action().text()).append('\n');
        }
        return out.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
