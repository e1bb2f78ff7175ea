package io.narthex.scrape.loop;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.model.relabel.Relabeler;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeLimits;
import io.narthex.scrape.ScrapeProblem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// From the labels that a target exposes to those that are stored: the target's own are added, then
/// the job's rules applied, then limits checked.
///
/// Thread safety: immutable.
public final class SeriesLabels {
    private static final String EXPORTED = "exported_";

    /// Characters of a metric's name in messages.
    private static final int MAX_NAME = 50;

    private final Labels target;
    private final boolean honorLabels;
    private final Relabeler relabeler;
    private final ScrapeLimits limits;
    private final boolean legacyNames;

    /// @param target the labels of the target
    public SeriesLabels(Labels target, ScrapeConfig config) {
        this.target = target;
        this.honorLabels = config.honorLabels();
        this.relabeler = new Relabeler(config.metricRelabelRules());
        this.limits = config.limits();
        this.legacyNames = config.names().legacy();
    }

    /// The labels to store, or null where a rule drops the series.
    ///
    /// @throws ScrapeFailure if they are not valid or beyond a limit
    public @Nullable Labels of(Labels exposed) {
        Labels merged = honorLabels ? honoring(exposed) : renaming(exposed);
        Labels labels = relabeler.apply(merged);
        if (labels == null || labels.isEmpty()) {
            return null;
        }
        if (labels.getOrEmpty(Labels.NAME).isEmpty()) {
            throw new ScrapeFailure(ScrapeProblem.PARSE, "missing metric name (__name__ label)");
        }
        if (legacyNames && !hasLegacyNames(labels)) {
            throw new ScrapeFailure(
                    ScrapeProblem.PARSE, "invalid metric name or label names: " + labels);
        }
        checkLimits(labels);
        return labels;
    }

    private static boolean hasLegacyNames(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (!LabelsText.isLegacyLabelName(labels.name(i))) {
                return false;
            }
        }
        return LabelsText.isLegacyMetricName(labels.metricName());
    }

    /// The target's labels are added where the exposition has none of that name.
    private Labels honoring(Labels exposed) {
        Labels.Builder labels = exposed.toBuilder();
        for (int i = 0; i < target.size(); i++) {
            if (exposed.get(target.name(i)) == null) {
                labels.set(target.name(i), target.value(i));
            }
        }
        return labels.build();
    }

    /// The target's labels win; what the exposition had under their names moves to `exported_…`.
    private Labels renaming(Labels exposed) {
        Labels.Builder labels = exposed.toBuilder();
        List<Integer> conflicts = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            if (exposed.get(target.name(i)) != null) {
                conflicts.add(i);
            }
            labels.set(target.name(i), target.value(i));
        }
        conflicts.sort(Comparator.comparingInt(i -> target.name(i).length()));
        for (int i : conflicts) {
            String name = EXPORTED + target.name(i);
            while (labels.get(name) != null) {
                name = EXPORTED + name;
            }
            labels.set(name, exposed.getOrEmpty(target.name(i)));
        }
        return labels.build();
    }

    private void checkLimits(Labels labels) {
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw new ScrapeFailure(
                    ScrapeProblem.LIMIT,
                    "label_limit exceeded (metric: %s, number of labels: %d, limit: %d)"
                            .formatted(name(labels), labels.size(), limits.labels()));
        }
        if (limits.labelNameLength() == 0 && limits.labelValueLength() == 0) {
            return;
        }
        for (int i = 0; i < labels.size(); i++) {
            checkName(labels, i);
            checkValue(labels, i);
        }
    }

    private void checkName(Labels labels, int i) {
        int limit = limits.labelNameLength();
        int length = limit == 0 ? 0 : Labels.utf8Length(labels.name(i));
        if (length > limit) {
            throw new ScrapeFailure(
                    ScrapeProblem.LIMIT,
                    "label_name_length_limit exceeded (metric: %s, label name: %s, length: %d, limit: %d)"
                            .formatted(name(labels), shortened(labels.name(i)), length, limit));
        }
    }

    private void checkValue(Labels labels, int i) {
        int limit = limits.labelValueLength();
        int length = limit == 0 ? 0 : Labels.utf8Length(labels.value(i));
        if (length > limit) {
            StringBuilder value = new StringBuilder();
            LabelsText.quote(value, shortened(labels.value(i)));
            throw new ScrapeFailure(
                    ScrapeProblem.LIMIT,
                    ("label_value_length_limit exceeded (metric: %s, label name: %s, value: %s,"
                                    + " length: %d, limit: %d)")
                            .formatted(
                                    name(labels), shortened(labels.name(i)), value, length, limit));
        }
    }

    private static String name(Labels labels) {
        return shortened(labels.getOrEmpty(Labels.NAME));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }
}
