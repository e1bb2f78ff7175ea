package io.narthex.testkit;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;

import java.util.List;

/// A querier that passes everything on to another one, for tests that change some of it.
///
/// Thread safety: that of the other one.
public class ForwardingQuerier implements Querier {
    private final Querier to;

    /// @param to is asked everything
    public ForwardingQuerier(Querier to) {
        this.to = to;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        return to.select(hints, matchers);
    }

    @Override
    public boolean mayHoldHistograms() {
        return to.mayHoldHistograms();
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return to.labelNames(matchers, limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return to.labelValues(name, matchers, limit);
    }

    @Override
    public void close() {
        to.close();
    }
}
