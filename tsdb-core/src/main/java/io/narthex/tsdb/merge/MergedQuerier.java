package io.narthex.tsdb.merge;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.model.Utf8Order;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/// Several queriers as one.
///
/// Thread safety: as [Querier] says.
final class MergedQuerier implements Querier {
    private final List<Querier> queriers;
    private final @Nullable SeriesJoins joins;

    /// @param joins null where queriers of the same stores will hardly be merged again
    MergedQuerier(List<Querier> queriers, @Nullable SeriesJoins joins) {
        this.queriers = List.copyOf(queriers);
        this.joins = joins;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
        List<SeriesSet> sets = new ArrayList<>();
        for (Querier querier : queriers) {
            SeriesSet set = querier.select(hints, matchers);
            if (set.size() > 0) {
                sets.add(set);
            }
        }
        if (sets.size() == 1) {
            return sets.getFirst();
        }
        return joins == null || hints.limit() > 0
                ? MergedSeriesSet.of(sets, hints)
                : MergedSeriesSet.of(sets, joins, hints);
    }

    @Override
    public boolean mayHoldHistograms() {
        return queriers.stream().anyMatch(Querier::mayHoldHistograms);
    }

    @Override
    public List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        return union(q -> q.labelNames(matchers, limit), limit);
    }

    @Override
    public List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        return union(q -> q.labelValues(name, matchers, limit), limit);
    }

    private List<String> union(Function<Querier, List<String>> question, int limit) {
        TreeSet<String> all = new TreeSet<>(Utf8Order::compare);
        queriers.forEach(q -> all.addAll(question.apply(q)));
        return limit > 0 ? all.stream().limit(limit).toList() : new ArrayList<>(all);
    }

    @Override
    public void close() {
        queriers.forEach(Querier::close);
    }
}
