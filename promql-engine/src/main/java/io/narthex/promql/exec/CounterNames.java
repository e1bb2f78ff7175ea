package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.window.CounterNaming;

import org.jspecify.annotations.Nullable;

/// Tells the user of `rate` and `increase` when a metric does not look like a counter: by the end
/// of its name, or by the label that names its type.
///
/// Where the selector fixes the name and it is fine, nothing is done per series.
///
/// @param fixedName the name of all series, or null
/// @param byType whether labels name types
/// @param position of the argument, in the query text
record CounterNames(@Nullable String fixedName, boolean byType, PositionRange position) {
    /// Notes that a series has a value.
    void seen(Labels labels, Worker worker) {
        String name = labels.metricName();
        if (name.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("metric might not be a counter, ");
        if (byType) {
            String type = labels.getOrEmpty("__type__");
            if (type.equals("counter") || type.equals("histogram")) {
                return;
            }
            text.append("__type__ label is not set to \"counter\" or \"histogram\", got ");
            LabelsText.quote(text, type);
        } else {
            if (CounterNaming.fits(name)) {
                return;
            }
            text.append("name does not end in _total/_sum/_count/_bucket");
        }
        LabelsText.quote(text.append(": "), name);
        worker.annotations().info(text.toString(), position);
    }

    /// Whether no series needs a look.
    boolean isSure() {
        return !byType && fixedName != null && CounterNaming.fits(fixedName);
    }
}
