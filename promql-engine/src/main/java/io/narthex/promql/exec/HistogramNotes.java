package io.narthex.promql.exec;

import io.narthex.model.LabelsText;
import io.narthex.promql.Annotations;
import io.narthex.promql.parser.PositionRange;

/// The annotations about native histograms.
///
/// @param position of what they are about, in the query text
record HistogramNotes(Annotations annotations, PositionRange position) implements BinaryNotes {
    /// Floats and histograms in one window.
    void mixedWindow(String metric) {
        warnOf("encountered a mix of histograms and floats for metric name ", metric);
    }

    /// Floats and histograms in one group.
    void mixedGroup() {
        annotations.warning("encountered a mix of histograms and floats for aggregation", position);
    }

    /// Exponential and custom buckets where they would have to be added.
    void mixedSchemas(String metric) {
        warnOf(
                "vector contains a mix of histograms with exponential and custom buckets schemas"
                        + " for metric name ",
                metric);
    }

    /// The same on both sides of a binary operator.
    @Override
    public void mixedSchemasOf(String operator) {
        annotations.warning(
                "incompatible bucket layout encountered for binary operator " + operator, position);
    }

    void notCounter(String metric) {
        warnOf("this native histogram metric is not a counter: ", metric);
    }

    void notGauge(String metric) {
        warnOf("this native histogram metric is not a gauge: ", metric);
    }

    /// @param operation addition, subtraction or aggregation
    @Override
    public void resetsCollide(String operation) {
        annotations.warning("conflicting counter resets during histogram " + operation, position);
    }

    /// @param operation addition, subtraction or aggregation
    @Override
    public void boundsReconciled(String operation) {
        annotations.info("mismatched custom buckets were reconciled during " + operation, position);
    }

    /// Histograms beside floats in a window.
    void ignoredInWindow(String metric) {
        annotations.info(
                "ignored histograms in a range containing both floats and histograms for metric"
                        + " name "
                        + quoted(metric),
                position);
    }

    /// Histograms in a group of which only floats count.
    void ignoredInGroup(String aggregation) {
        annotations.info("ignored histogram in " + aggregation + " aggregation", position);
    }

    /// An operator that is none for such values.
    ///
    /// @param left `float` or `histogram`
    /// @param right `float` or `histogram`
    @Override
    public void incompatible(String left, String operator, String right) {
        annotations.info(
                "incompatible sample types encountered for binary operator "
                        + quoted(operator)
                        + ": "
                        + left
                        + " "
                        + operator
                        + " "
                        + right,
                position);
    }

    private void warnOf(String text, String metric) {
        annotations.warning(text + quoted(metric), position);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        LabelsText.quote(out, text);
        return out.toString();
    }
}
