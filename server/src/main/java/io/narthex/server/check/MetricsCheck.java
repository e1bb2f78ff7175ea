package io.narthex.server.check;

import io.narthex.scrape.text.ExpositionException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Checks metrics as a target shows them.
///
/// Thread safety: for one thread.
public final class MetricsCheck {
    private static final int PADDING = 4;

    private final CheckOutput output;

    /// A check that writes there.
    public MetricsCheck(CheckOutput output) {
        this.output = output;
    }

    /// Checks Prometheus' text format.
    ///
    /// @param lint whether to say what is unusual
    /// @param extended whether to say how many series each metric has
    public void exposition(byte[] body, boolean lint, boolean extended) {
        List<MetricFamily> families;
        try {
            families = new ArrayList<>(MetricFamily.read(body));
        } catch (ExpositionException e) {
            output.fail("error while linting: " + e.getMessage());
            return;
        }
        families.sort(Comparator.comparing(MetricFamily::name));
        if (lint) {
            for (MetricFamily family : families) {
                MetricNames.problems(family).forEach(p -> output.doubt(family.name() + " " + p));
            }
        }
        if (extended) {
            cardinalities(families);
        }
    }

    private void cardinalities(List<MetricFamily> families) {
        families.sort(Comparator.comparingInt(MetricFamily::cardinality).reversed());
        int total = families.stream().mapToInt(MetricFamily::cardinality).sum();
        int first = "Metric".length();
        for (MetricFamily family : families) {
            first = Math.max(first, family.name().length());
        }
        row(first, "Metric", "Cardinality", "Percentage");
        for (MetricFamily family : families) {
            double percent = 100.0 * family.cardinality() / total;
            row(
                    first,
                    family.name(),
                    String.valueOf(family.cardinality()),
                    String.format(Locale.ROOT, "%.2f%%", percent));
        }
        row(first, "Total", String.valueOf(total), "100%");
    }

    private void row(int first, String metric, String cardinality, String percentage) {
        output.say(
                pad(metric, first)
                        + pad(cardinality, "Cardinality".length())
                        + pad(percentage, "Percentage".length()));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width + PADDING - text.length());
    }
}
