package io.narthex.http;

import io.narthex.model.LabelMatcher;
import io.narthex.model.relabel.RelabelRule;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `/api/v1/status/tsdb` and what is below it show of the store.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface StoreView {
    /// A store that holds nothing.
    StoreView NONE =
            _ ->
                    new Status(
                            0,
                            0,
                            0,
                            Long.MAX_VALUE,
                            Long.MIN_VALUE,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            0,
                            0);

    /// What the store holds now.
    ///
    /// @param limit the length of each list, at least 1
    Status status(int limit);

    /// The blocks on disk, oldest first.
    default List<Block> blocks() {
        return List.of();
    }

    /// What relabelling rules would make of the series in memory.
    ///
    /// @param matchers what those meet that the rules concern, and those that they may become equal
    ///     to; all series where there are none
    /// @param limit the most series that the rules are applied to
    default RelabelEffect tryRules(
            List<LabelMatcher> matchers, List<RelabelRule> rules, int limit) {
        return RelabelEffect.NONE;
    }

    /// A sealed chunk of the first series that meets matchers.
    ///
    /// @param number 1 for the oldest; 0 for the newest
    /// @return null where there is no such series
    default @Nullable ChunkPicture chunk(List<LabelMatcher> matchers, int number) {
        return null;
    }

    /// What a block says of itself, as in its `meta.json`.
    ///
    /// @param mint the oldest time it may hold, epoch milliseconds
    /// @param endTime the time behind the newest it may hold
    /// @param level how often its samples were written
    /// @param sources the blocks of level 1 that it descends from
    /// @param hints how it came about, where that was unusual
    /// @param foreign whether Prometheus may read it too
    record Block(
            String ulid,
            long mint,
            long endTime,
            long samples,
            long floatSamples,
            long histogramSamples,
            long series,
            long chunks,
            long tombstones,
            int level,
            List<String> sources,
            List<Parent> parents,
            List<String> hints,
            boolean foreign) {}

    /// A block that another was made of.
    record Parent(String ulid, long mint, long endTime) {}

    /// What a store holds; lists are descending by value.
    ///
    /// @param series series in memory
    /// @param labelPairs different pairs of label name and value
    /// @param chunks sealed chunks
    /// @param minTime oldest sample, epoch milliseconds; `Long.MAX_VALUE` where there is none
    /// @param maxTime newest sample; `Long.MIN_VALUE` where there is none
    /// @param seriesByMetric series by metric name
    /// @param valuesByLabel different values by label name
    /// @param bytesByLabel bytes of values, once per series, by label name
    /// @param seriesByPair series by `name=value`
    /// @param bytesByMetric memory of samples, columns and, estimated, labels by metric name
    /// @param seriesCreated series that came in the last hour
    /// @param seriesRemoved series that went in the last hour
    record Status(
            long series,
            long labelPairs,
            long chunks,
            long minTime,
            long maxTime,
            List<Stat> seriesByMetric,
            List<Stat> valuesByLabel,
            List<Stat> bytesByLabel,
            List<Stat> seriesByPair,
            List<Stat> bytesByMetric,
            long seriesCreated,
            long seriesRemoved) {}

    /// A count of something that has a name.
    record Stat(String name, long value) {}
}
