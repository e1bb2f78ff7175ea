package io.narthex.http;

import java.util.List;

/// What `/api/v1/status/tsdb` shows of the store.
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
