package io.narthex.server;

import io.narthex.http.ChunkPicture;
import io.narthex.http.RelabelEffect;
import io.narthex.http.StoreView;
import io.narthex.model.LabelMatcher;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.tsdb.StoredChunk;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbStats;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.SeriesChurn;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

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

    @Override
    public RelabelEffect tryRules(List<LabelMatcher> matchers, List<RelabelRule> rules, int limit) {
        io.narthex.tsdb.cardinality.RelabelEffect e = store.tryRules(matchers, rules, limit);
        return new RelabelEffect(
                e.all(),
                e.allBytes(),
                e.dropped(),
                e.droppedBytes(),
                e.merged(),
                e.mergedBytes(),
                e.collisions().stream()
                        .map(c -> new RelabelEffect.Collision(c.labels(), c.series()))
                        .toList(),
                e.crowds(),
                e.jobs(),
                e.isWhole());
    }

    @Override
    public @Nullable ChunkPicture chunk(List<LabelMatcher> matchers, int number) {
        StoredChunk chunk = store.chunk(matchers, number);
        if (chunk == null) {
            return null;
        }
        return new ChunkPicture(
                chunk.labels(),
                chunk.matching(),
                chunk.number(),
                chunk.chunks(),
                chunk.encoding(),
                chunk.bytes(),
                chunk.parts().stream()
                        .map(
                                p ->
                                        new ChunkPicture.Field(
                                                p.bit(),
                                                p.bits(),
                                                p.name(),
                                                p.values(),
                                                p.meaning()))
                        .toList(),
                IntStream.range(0, chunk.times().length)
                        .mapToObj(i -> new ChunkPicture.Sample(chunk.times()[i], chunk.values()[i]))
                        .toList());
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
