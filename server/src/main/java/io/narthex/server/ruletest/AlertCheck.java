package io.narthex.server.ruletest;

import io.narthex.model.DurationText;
import io.narthex.server.ruletest.RuleTestFile.AlertCase;
import io.narthex.server.ruletest.RuleTestFile.Test;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Compares the alerts that fire with those expected, in any order.
///
/// Thread safety: stateless.
final class AlertCheck {
    private AlertCheck() {}

    /// The failure's text, as promtool prints it; null where all is as expected.
    ///
    /// @param diff whether to show differences in colours, instead of both
    static @Nullable String failure(
            Test test, AlertCase alert, List<FiringAlert> firing, boolean diff) {
        List<FiringAlert> expected =
                alert.expected().stream().map(e -> named(e, alert.name())).sorted().toList();
        List<FiringAlert> got = firing.stream().sorted().toList();
        if (expected.equals(got)) {
            return null;
        }
        String name = test.name().isEmpty() ? "" : "    name: " + test.name() + ",\n";
        String head =
                "%s    alertname: %s, time: %s, \n"
                        .formatted(name, alert.name(), DurationText.format(alert.time()));
        String indent = "            ";
        return head
                + (diff
                        ? "        diff: " + indented(AlertDiff.of(expected, got), indent)
                        : "        exp:%s, \n        got:%s"
                                .formatted(
                                        indented(text(expected), indent),
                                        indented(text(got), indent)));
    }

    /// Tests leave out the label that is the same in all.
    private static FiringAlert named(FiringAlert alert, String name) {
        SortedMap<String, String> labels = new TreeMap<>(alert.labels());
        labels.put("alertname", name);
        return new FiringAlert(labels, alert.annotations());
    }

    private static String text(List<FiringAlert> alerts) {
        if (alerts.isEmpty()) {
            return "[]";
        }
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < alerts.size(); i++) {
            out.append(i == 0 ? "\n" : ",\n").append(i).append(':');
            out.append(indented("\n" + alerts.get(i), "  "));
        }
        return out.append("\n]").toString();
    }

    /// All lines but the first.
    private static String indented(String text, String indent) {
        return text.replace("\n", "\n" + indent);
    }
}
