package io.narthex.promql.exec;

import io.narthex.promql.window.RangeNotes;

import java.util.Locale;

/// What is noted about one series of a range vector, as annotations of the query.
///
/// @param metric the series' name; may be empty
record SeriesNotes(String metric, HistogramNotes notes) implements RangeNotes {
    @Override
    public void mixedSamples() {
        notes.mixedWindow(metric);
    }

    @Override
    public void mixedSchemas() {
        notes.mixedSchemas(metric);
    }

    @Override
    public void notCounter() {
        notes.notCounter(metric);
    }

    @Override
    public void notGauge() {
        notes.notGauge(metric);
    }

    @Override
    public void resetsCollide() {
        notes.resetsCollide("aggregation");
    }

    @Override
    public void boundsReconciled(Operation operation) {
        notes.boundsReconciled(operation.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void histogramsIgnored() {
        notes.ignoredInWindow(metric);
    }

    @Override
    public void startTimesOverlap() {
        notes.annotations().merge(new StartTimesOverlap(metric, 1), notes.position());
    }
}
