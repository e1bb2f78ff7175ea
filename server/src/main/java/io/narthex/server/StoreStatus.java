package io.narthex.server;

import io.narthex.http.StoreView;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbStats;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.SeriesChurn;

import java.util.List;

/// Tells the API of the store.
///
/// Thread safety: safe for concurrent calls.
record StoreStatus(Tsdb store) implements StoreView {
    @Override
    public Status status(int limit) {
        TsdbStats stats = store.stats();
        IndexStats index = store.indexStats(limit);
        SeriesChurn churn = store.churn();
        return new Status(
                index.series(),
                index.labelPairs(),
                stats.chunks(),
                stats.minTime(),
                stats.maxTime(),
                list(index.seriesByMetric()),
                list(index.valuesByLabel()),
                list(index.bytesByLabel()),
                list(index.seriesByPair()),
                list(store.bytesByMetric(limit)),
                churn.created(),
                churn.removed());
    }

    private static List<Stat> list(List<IndexStats.Count> counts) {
        return counts.stream().map(c -> new Stat(c.name(), c.count())).toList();
    }
}
