package io.narthex.server;

import io.narthex.http.StoreView;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbStats;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.Ulid;
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

    @Override
    public List<Block> blocks() {
        return store.blocks().stream().map(StoreStatus::block).toList();
    }

    private static Block block(BlockMeta meta) {
        BlockMeta.Stats stats = meta.stats();
        BlockMeta.Compaction compaction = meta.compaction();
        return new Block(
                meta.ulid().toString(),
                meta.mint(),
                meta.endTime(),
                stats.samples(),
                stats.floatSamples(),
                stats.histogramSamples(),
                stats.series(),
                stats.chunks(),
                stats.tombstones(),
                compaction.level(),
                compaction.sources().stream().map(Ulid::toString).toList(),
                compaction.parents().stream()
                        .map(p -> new Parent(p.ulid().toString(), p.mint(), p.endTime()))
                        .toList(),
                compaction.hints(),
                meta.encodings().isEmpty());
    }

    private static List<Stat> list(List<IndexStats.Count> counts) {
        return counts.stream().map(c -> new Stat(c.name(), c.count())).toList();
    }
}
