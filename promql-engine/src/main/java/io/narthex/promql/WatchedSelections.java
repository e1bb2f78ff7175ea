package io.narthex.promql;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.util.ArrayList;
import java.util.List;

/// A snapshot that remembers what was selected, for estimates.
///
/// Thread safety: as the snapshot's.
final class WatchedSelections implements Querier {
    /// So many series of a selection stand for all of them.
    private static final int PROBES = 16;

    private final Querier snapshot;
    private final List<QueryCost.Selection> selections = new ArrayList<>();

    WatchedSelections(Querier snapshot) {
        this.snapshot = snapshot;
    }

    /// What was selected so far.
    List<QueryCost.Selection> selections() {
        return List.copyOf(selections);
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        SeriesSet set = snapshot.select(hints, matchers);
        selections.add(
                new QueryCost.Selection(
                        List.copyOf(matchers),
                        hints.mint(),
                        hints.maxt(),
                        set.size(),
                        samples(set, hints)));
        return set;
    }

    /// Stores know where a series' chunks begin and how many samples they have, so that at most the
    /// times at both ends are read, of a few series.
    private static long samples(SeriesSet set, SelectHints hints) {
        int probes = Math.min(PROBES, set.size());
        SeriesCursor cursor = set.cursor();
        long counted = 0;
        for (int i = 0; i < probes; i++) {
            SeriesData data = cursor.at((int) ((long) i * set.size() / probes));
            counted += data.lowerBound(hints.maxt() + 1) - data.lowerBound(hints.mint());
        }
        return probes == 0 ? 0 : Math.round((double) counted * set.size() / probes);
    }

    @Override
    public boolean mayHoldHistograms() {
        return snapshot.mayHoldHistograms();
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return snapshot.labelNames(matchers, limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return snapshot.labelValues(name, matchers, limit);
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
