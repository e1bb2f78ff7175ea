package io.narthex.promql.test;

import io.narthex.model.Labels;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns the series of classic histograms into native ones with custom buckets, as
/// `load_with_nhcb` does: `x_bucket`, `x_count` and `x_sum` become `x`.
///
/// Thread safety: for one thread.
final class CustomBuckets {
    private static final String BUCKET = "_bucket";
    private static final String COUNT = "_count";
    private static final String SUM = "_sum";

    /// What is known of one histogram at one step.
    private static final class Parts {
        final TreeMap<Double, Double> cumulative = new TreeMap<>();
        @Nullable Double count;
        double sum;

        FloatHistogram histogram() {
            Double total = count != null ? count : cumulative.lastEntry().getValue();
            cumulative.remove(Double.POSITIVE_INFINITY);
            double[] bounds = new double[cumulative.size()];
            double[] counts = new double[bounds.length + 1];
            double before = 0;
            int i = 0;
            for (Map.Entry<Double, Double> e : cumulative.entrySet()) {
                bounds[i] = e.getKey();
                counts[i++] = e.getValue() - before;
                before = e.getValue();
            }
            counts[i] = total - before;
            Buckets buckets = Buckets.run(0, counts).compact();
            return FloatHistogram.custom(total, sum, buckets, bounds, ResetHint.UNKNOWN);
        }
    }

    private final Map<Labels, TreeMap<Integer, Parts>> found = new LinkedHashMap<>();

    /// The native series that classic ones make, by labels and step.
    static Map<Labels, Map<Integer, FloatHistogram>> of(List<SeriesLine> series) {
        CustomBuckets conversion = new CustomBuckets();
        series.forEach(conversion::take);
        Map<Labels, Map<Integer, FloatHistogram>> converted = new LinkedHashMap<>();
        conversion.found.forEach(
                (labels, steps) -> {
                    Map<Integer, FloatHistogram> histograms = new TreeMap<>();
                    steps.forEach(
                            (step, parts) -> {
                                if (!parts.cumulative.isEmpty()) {
                                    histograms.put(step, parts.histogram());
                                }
                            });
                    converted.put(labels, histograms);
                });
        return converted;
    }

    private void take(SeriesLine line) {
        String name = line.labels().metricName();
        for (String suffix : List.of(BUCKET, COUNT, SUM)) {
            if (name.endsWith(suffix)) {
                String base = name.substring(0, name.length() - suffix.length());
                take(line, line.labels().with(Labels.NAME, base).drop(Labels.BUCKET), suffix);
            }
        }
    }

    private void take(SeriesLine line, Labels base, String suffix) {
        Double bound = ScriptNumbers.number(line.labels().getOrEmpty(Labels.BUCKET));
        if (suffix.equals(BUCKET) && bound == null) {
            return;
        }
        for (int step = 0; step < line.points().size(); step++) {
            if (line.points().get(step) instanceof SeriesLine.Number(double value)) {
                Parts parts =
                        found.computeIfAbsent(base, _ -> new TreeMap<>())
                                .computeIfAbsent(step, _ -> new Parts());
                if (bound != null && suffix.equals(BUCKET)) {
                    parts.cumulative.put(bound, value);
                } else if (suffix.equals(COUNT)) {
                    parts.count = value;
                } else {
                    parts.sum = value;
                }
            }
        }
    }
}
