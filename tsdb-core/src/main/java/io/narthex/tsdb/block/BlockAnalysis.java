package io.narthex.tsdb.block;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.CorruptionException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the labels of a block's series are like: what is common, what comes and goes, what is many.
///
/// Thread safety: immutable.
///
/// @param series how many there are
/// @param labelNames how many different ones
/// @param pairs how many different pairs of name and value
/// @param pairEntries the pairs of all series together
/// @param churningPairs pairs by the time that their series do not cover, in lengths of the block
/// @param churningNames the same of label names
/// @param commonPairs pairs by their series
/// @param valueLengths label names by the bytes of all their values
/// @param valueCounts label names by their values
/// @param metricNames metric names by their series
public record BlockAnalysis(
        int series,
        int labelNames,
        int pairs,
        long pairEntries,
        List<Count> churningPairs,
        List<Count> churningNames,
        List<Count> commonPairs,
        List<Count> valueLengths,
        List<Count> valueCounts,
        List<Count> metricNames) {
    /// A number of what has a name; a pair is written `name=value`.
    public record Count(long number, String name) {}

    /// Reads the whole index of a block.
    ///
    /// @throws CorruptionException if a part of it is not what it should be
    public static BlockAnalysis of(Block block) {
        BlockMeta meta = block.meta();
        SeriesDirectory directory = block.index().directory();
        PostingsTable postings = block.index().postings();
        double length = Math.max(1, meta.endTime() - meta.mint());
        Map<String, Long> uncoveredPairs = new HashMap<>();
        Map<String, Long> uncoveredNames = new HashMap<>();
        Map<String, Long> pairCounts = new HashMap<>();
        Map<String, Long> metrics = new HashMap<>();
        long entries = 0;
        for (int s = 0; s < directory.size(); s++) {
            Labels labels = directory.labels(s);
            long uncovered = (long) length - covered(directory, s);
            entries += labels.size();
            for (int i = 0; i < labels.size(); i++) {
                String pair = labels.name(i) + "=" + labels.value(i);
                uncoveredPairs.merge(pair, uncovered, Long::sum);
                uncoveredNames.merge(labels.name(i), uncovered, Long::sum);
                pairCounts.merge(pair, 1L, Long::sum);
            }
            if (!labels.metricName().isEmpty()) {
                metrics.merge(labels.metricName(), 1L, Long::sum);
            }
        }
        Map<String, Long> lengths = new HashMap<>();
        Map<String, Long> counts = new HashMap<>();
        for (String name : postings.names()) {
            List<String> values = postings.values(name, 0);
            counts.put(name, (long) values.size());
            lengths.put(
                    name,
                    values.stream()
                            .mapToLong(v -> v.getBytes(StandardCharsets.UTF_8).length)
                            .sum());
        }
        return new BlockAnalysis(
                directory.size(),
                postings.names().size(),
                pairCounts.size(),
                entries,
                sorted(uncoveredPairs, length),
                sorted(uncoveredNames, length),
                sorted(pairCounts, 1),
                sorted(lengths, 1),
                sorted(counts, 1),
                sorted(metrics, 1));
    }

    private static long covered(SeriesDirectory directory, int series) {
        int from = directory.firstChunk(series);
        int end = directory.endChunk(series);
        return from == end ? 0 : directory.maxt(end - 1) - directory.mint(from);
    }

    private static List<Count> sorted(Map<String, Long> counts, double unit) {
        List<Count> sorted = new ArrayList<>();
        counts.forEach((name, n) -> sorted.add(new Count((long) (n / unit), name)));
        sorted.sort(Comparator.comparingLong(Count::number).reversed().thenComparing(Count::name));
        return List.copyOf(sorted);
    }
}
