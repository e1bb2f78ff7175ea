package io.narthex.server.check;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What is unusual about a metric, in the words of Prometheus' own linter.
///
/// Thread safety: for one thread.
final class MetricNames {
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");

    private final MetricFamily family;
    private final String name;
    private final List<String> found = new ArrayList<>();

    private MetricNames(MetricFamily family) {
        this.family = family;
        this.name = family.name();
    }

    /// All that is unusual, sorted.
    static List<String> problems(MetricFamily family) {
        MetricNames names = new MetricNames(family);
        names.general();
        if (family.type() != MetricType.UNKNOWN) {
            names.ofType();
            names.reserved();
        }
        names.labels();
        names.found.sort(Comparator.naturalOrder());
        return names.found;
    }

    private void general() {
        check(!family.hasHelp(), "no help text");
        MetricUnits.Unit unit = MetricUnits.of(name);
        if (unit != null && !unit.written().equals(unit.base())) {
            found.add(
                    "use base unit \"" + unit.base() + "\" instead of \"" + unit.written() + "\"");
        }
        check(name.contains(":"), "metric names should not contain ':'");
        check(
                CAMEL_CASE.matcher(name).find(),
                "metric names should be written in 'snake_case' not 'camelCase'");
        for (int i = MetricUnits.abbreviations(name.toLowerCase(Locale.ROOT)); i > 0; i--) {
            found.add("metric names should not contain abbreviated units");
        }
    }

    private void ofType() {
        boolean counter = family.type() == MetricType.COUNTER;
        boolean total = name.endsWith("_total");
        check(counter && !total, "counter metrics should have \"_total\" suffix");
        check(!counter && total, "non-counter metrics should not have \"_total\" suffix");
        check(
                family.type() != MetricType.GAUGE && name.endsWith("_timestamp_seconds"),
                "non-gauge metrics should not have \"_timestamp_seconds\" suffix");
        String type = family.type().text();
        check(
                hasWord(name.toLowerCase(Locale.ROOT), type),
                "metric name should not include type '" + type + "'");
    }

    private void reserved() {
        boolean histogram = family.isHistogram();
        boolean either = histogram || family.isSummary();
        check(
                !histogram && name.endsWith("_bucket"),
                "non-histogram metrics should not have \"_bucket\" suffix");
        check(
                !either && name.endsWith("_count"),
                "non-histogram and non-summary metrics should not have \"_count\" suffix");
        check(
                !either && name.endsWith("_sum"),
                "non-histogram and non-summary metrics should not have \"_sum\" suffix");
        for (Labels labels : family.metrics()) {
            check(
                    !histogram && labels.get(Labels.BUCKET) != null,
                    "non-histogram metrics should not have \"le\" label");
            check(
                    !family.isSummary() && labels.get("quantile") != null,
                    "non-summary metrics should not have \"quantile\" label");
        }
    }

    private void labels() {
        Set<Labels> seen = new HashSet<>();
        for (Labels labels : family.metrics()) {
            for (int i = 0; i < labels.size(); i++) {
                check(
                        CAMEL_CASE.matcher(labels.name(i)).find(),
                        "label names should be written in 'snake_case' not 'camelCase'");
            }
            check(!seen.add(labels), "metric not unique");
        }
    }

    private void check(boolean unusual, String problem) {
        if (unusual) {
            found.add(problem);
        }
    }

    /// Whether a name has a word between or behind underscores.
    static boolean hasWord(String name, String word) {
        return name.contains("_" + word + "_") || name.endsWith("_" + word);
    }
}
