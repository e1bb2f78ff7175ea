package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.promql.function.ClassicHistogram;
import io.narthex.promql.function.NativeHistogram;
import io.narthex.promql.parser.PositionRange;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// What a function of histograms finds worth an annotation.
///
/// Thread safety: safe for concurrent calls.
final class HistogramFindings {
    private final Rows histograms;
    private final PositionRange position;
    private final QueryContext context;

    /// Per histogram the steps of the query at which its counts were raised: where tiles overlap or
    /// repeat, as in subqueries, a step counts once. Guards itself.
    private final Map<Integer, BitSet> forced = new HashMap<>();

    /// @param histograms as rows that still have their names
    /// @param position of the vector in the query text
    HistogramFindings(Rows histograms, PositionRange position, QueryContext context) {
        this.histograms = histograms;
        this.position = position;
        this.context = context;
    }

    /// A float that is no bucket.
    void noBucket(int row, Worker worker) {
        StringBuilder text =
                new StringBuilder("bucket label \"le\" is missing or has a malformed value of ");
        Labels labels = histograms.labels(row);
        LabelsText.quote(text, labels.getOrEmpty(Labels.BUCKET));
        worker.annotations().warning(named(text, row), position);
    }

    /// A classic and a native histogram with equal labels.
    void mixed(int row, Worker worker) {
        worker.annotations()
                .warning(
                        named(
                                new StringBuilder(
                                        "vector contains a mix of classic and native histograms"),
                                row),
                        position);
    }

    /// Observations of NaN.
    void nans(NativeHistogram.NanEffect effect, int row, Worker worker) {
        String text =
                switch (effect) {
                    case NONE -> "";
                    case RESULT_IS_NAN ->
                            "input to histogram_quantile has NaN observations, result is NaN";
                    case SKEWED_HIGHER ->
                            "input to histogram_quantile has NaN observations, result is skewed"
                                    + " higher";
                    case EXCLUDED ->
                            "input to histogram_fraction has NaN observations, which are excluded"
                                    + " from all fractions";
                };
        if (!text.isEmpty()) {
            worker.annotations().info(named(new StringBuilder(text), row), position);
        }
    }

    /// Bucket counts that had to be raised to ascend.
    void forced(int row, ClassicHistogram histogram, long time, Worker worker) {
        if (!isFirst(row, time)) {
            return;
        }
        long at = context.isRange() ? time : context.start();
        worker.annotations()
                .merge(
                        new ForcedMonotonicity(
                                named(new StringBuilder(ForcedMonotonicity.SUBJECT), row),
                                histogram.lowestForced(),
                                histogram.highestForced(),
                                histogram.largestForced(),
                                1,
                                at,
                                at),
                        position);
    }

    private boolean isFirst(int row, long time) {
        int step = context.isRange() ? (int) ((time - context.start()) / context.step()) : 0;
        synchronized (forced) {
            BitSet steps = forced.computeIfAbsent(row, _ -> new BitSet());
            boolean known = steps.get(step);
            steps.set(step);
            return !known;
        }
    }

    /// The metric is named only where names are still there.
    private String named(StringBuilder text, int row) {
        String metric = histograms.labels(row).metricName();
        if (context.delayedNameRemoval() && !metric.isEmpty()) {
            LabelsText.quote(text.append(" for metric name "), metric);
        }
        return text.toString();
    }
}
