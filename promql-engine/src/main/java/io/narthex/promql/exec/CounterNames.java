package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.promql.parser.PositionRange;

import org.jspecify.annotations.Nullable;

/// Tells the user of `rate` and `increase` when a metric's name does not look like a counter's.
///
/// Where the selector fixes the name and it is fine, nothing is done per series.
///
/// @param fixedName the name of all series, or null
/// @param position of the argument, in the query text
record CounterNames(@Nullable String fixedName, PositionRange position) {
    /// Notes that a series has a value.
    void seen(Labels labels, Worker worker) {
        String name = labels.metricName();
        if (!name.isEmpty() && !isCounter(name)) {
            StringBuilder text =
                    new StringBuilder(
                            "metric might not be a counter, name does not end in"
                                    + " _total/_sum/_count/_bucket: ");
            LabelsText.quote(text, name);
            worker.annotations().info(text.toString(), position);
        }
    }

    /// Whether no series needs a look.
    boolean isSure() {
        return fixedName != null && isCounter(fixedName);
    }

    private static boolean isCounter(String name) {
        return name.endsWith("_total")
                || name.endsWith("_sum")
                || name.endsWith("_count")
                || name.endsWith("_bucket");
    }
}
