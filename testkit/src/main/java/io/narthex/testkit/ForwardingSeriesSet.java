package io.narthex.testkit;

import io.narthex.model.Labels;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;

/// A series set that passes everything on to another one, for tests that change some of it.
///
/// Some of a series' labels are taken of all of them, so that whoever overrides [#labels(int)] sees
/// every question.
///
/// Thread safety: that of the other one.
public class ForwardingSeriesSet implements SeriesSet {
    private final SeriesSet to;

    /// @param to is asked everything
    public ForwardingSeriesSet(SeriesSet to) {
        this.to = to;
    }

    @Override
    public int size() {
        return to.size();
    }

    @Override
    public Labels labels(int ordinal) {
        return to.labels(ordinal);
    }

    @Override
    public long ref(int ordinal) {
        return to.ref(ordinal);
    }

    @Override
    public SeriesCursor cursor() {
        return to.cursor();
    }

    @Override
    public long fingerprint() {
        return to.fingerprint();
    }
}
