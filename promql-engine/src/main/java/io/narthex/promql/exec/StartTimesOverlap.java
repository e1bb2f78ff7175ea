package io.narthex.promql.exec;

import io.narthex.model.LabelsText;
import io.narthex.promql.MergedNote;

/// Warns that start timestamps of a metric contradict its samples' times.
///
/// @param metric the name; may be empty
/// @param windows in how many windows of how many series they do, counted together
record StartTimesOverlap(String metric, long windows) implements MergedNote {
    @Override
    public String subject() {
        StringBuilder text =
                new StringBuilder(
                        "sample has start time that overlaps with previous sample timestamp for"
                                + " metric ");
        LabelsText.quote(text, metric);
        return text.toString();
    }

    @Override
    public MergedNote with(MergedNote other) {
        return new StartTimesOverlap(metric, windows + ((StartTimesOverlap) other).windows);
    }

    @Override
    public String text() {
        return windows == 1 ? subject() : subject() + " (" + windows + " occurrences)";
    }

    @Override
    public boolean isWarning() {
        return true;
    }
}
