package io.narthex.scrape.doctor;

import io.narthex.model.Labels;
import io.narthex.scrape.ScrapeProblem;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which values labels have within each metric: a label with ever new values makes ever new series.
///
/// Thread safety: for one thread.
final class LabelValues {
    /// Metrics of well-behaved exporters have a few hundred values of a label on large machines.
    private static final int MANY = 1000;

    /// So many values that look like names of single things are no set that stays the same.
    private static final int MANY_IDS = 30;

    private static final double MOST = 0.8;

    /// Bounds and quantiles are as many as somebody wrote down.
    private static final Set<String> FIXED = Set.of(Labels.NAME, "le", "quantile");

    private static final Pattern ID =
            Pattern.compile(
                    "\\d{5,}|[0-9a-fA-F]*\\d[0-9a-fA-F]{11,}|.*@.+\\..+|.*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}.*|.*/\\d+(/.*|\\?.*)?");

    private final Map<String, Map<String, Set<String>>> byMetric = new HashMap<>();

    void add(String metric, Labels labels) {
        Map<String, Set<String>> byLabel = byMetric.computeIfAbsent(metric, _ -> new HashMap<>());
        for (int i = 0; i < labels.size(); i++) {
            if (!FIXED.contains(labels.name(i))) {
                byLabel.computeIfAbsent(labels.name(i), _ -> new HashSet<>()).add(labels.value(i));
            }
        }
    }

    /// The label with the most values, if they are too many.
    @Nullable Finding finding() {
        String metric = "";
        String label = "";
        Set<String> values = Set.of();
        for (Map.Entry<String, Map<String, Set<String>>> of : byMetric.entrySet()) {
            for (Map.Entry<String, Set<String>> e : of.getValue().entrySet()) {
                if (e.getValue().size() > values.size() && isUnbounded(e.getValue())) {
                    metric = of.getKey();
                    label = e.getKey();
                    values = e.getValue();
                }
            }
        }
        return values.isEmpty()
                ? null
                : Finding.warning(
                        ScrapeProblem.UNBOUNDED_LABEL,
                        "the label \"%s\" of %s has %d values, such as \"%s\""
                                .formatted(label, metric, values.size(), values.iterator().next()),
                        ("take the label \"%s\" out where the service counts, or replace its values"
                                        + " by a few, such as a route instead of a path; until then"
                                        + " metric_relabel_configs can drop %s")
                                .formatted(label, metric));
    }

    private static boolean isUnbounded(Set<String> values) {
        if (values.size() < MANY_IDS) {
            return false;
        }
        long ids = values.stream().filter(v -> ID.matcher(v).matches()).count();
        return values.size() >= MANY || ids >= MOST * values.size();
    }
}
