package io.narthex.http.api;

import io.narthex.http.security.Scope;
import io.narthex.model.ExemplarQueryable;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;

import java.util.ArrayList;
import java.util.List;

/// The part of a store that a scope lets see: its matchers are added to every selection.
///
/// Thread safety: safe for concurrent calls.
final class ScopedQueryable implements Queryable, ExemplarQueryable {
    private final Queryable whole;
    private final ExemplarQueryable exemplars;
    private final List<LabelMatcher> scope;

    ScopedQueryable(Queryable whole, ExemplarQueryable exemplars, Scope scope) {
        this.whole = whole;
        this.exemplars = exemplars;
        this.scope = scope.matchers();
    }

    private List<LabelMatcher> scoped(List<LabelMatcher> matchers) {
        List<LabelMatcher> all = new ArrayList<>(matchers);
        all.addAll(scope);
        return all;
    }

    @Override
    public Querier querier(long mint, long maxt) {
        return new ScopedQuerier(whole.querier(mint, maxt));
    }

    @Override
    public List<ExemplarSeries> exemplars(
            long mint, long maxt, List<List<LabelMatcher>> selectors) {
        return exemplars.exemplars(mint, maxt, selectors.stream().map(this::scoped).toList());
    }

    private final class ScopedQuerier implements Querier {
        private final Querier snapshot;

        ScopedQuerier(Querier snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
            return snapshot.select(hints, scoped(matchers));
        }

        @Override
        public boolean mayHoldHistograms() {
            return snapshot.mayHoldHistograms();
        }

        @Override
        public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
            return snapshot.labelNames(scoped(matchers), limit);
        }

        @Override
        public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
            return snapshot.labelValues(name, scoped(matchers), limit);
        }

        @Override
        public void close() {
            snapshot.close();
        }
    }
}
