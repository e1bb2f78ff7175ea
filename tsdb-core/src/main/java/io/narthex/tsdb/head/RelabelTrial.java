package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.model.relabel.Relabeler;
import io.narthex.tsdb.cardinality.RelabelEffect;
import io.narthex.tsdb.index.Selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Applies relabelling rules to label sets of series, and counts what becomes of them. The series
/// stay as they are.
///
/// Rules that leave the name of the metric alone can make equal only what has the same name, so one
/// metric is looked at at a time, and memory is needed for the largest one only.
///
/// Thread safety: for one thread.
final class RelabelTrial {
    private static final int MOST_COLLISIONS = 3;
    private static final int MOST_JOBS = 20;

    private final Relabeler rules;
    private final TreeSet<String> jobs = new TreeSet<>();
    private final List<RelabelEffect.Collision> collisions = new ArrayList<>();
    private long dropped;
    private long droppedBytes;
    private long merged;
    private long mergedBytes;
    private long crowds;

    RelabelTrial(List<RelabelRule> rules) {
        this.rules = new Relabeler(rules);
    }

    /// Applies the rules.
    ///
    /// @param bytes of each series
    void apply(Selection selection, long[] bytes) {
        Map<String, List<Integer>> byMetric = new TreeMap<>();
        IntStream.range(0, selection.size())
                .forEach(
                        i ->
                                byMetric.computeIfAbsent(
                                                selection.labels()[i].metricName(),
                                                _ -> new ArrayList<>())
                                        .add(i));
        for (List<Integer> series : byMetric.values()) {
            applyToMetric(series, selection.labels(), bytes);
        }
    }

    private void applyToMetric(List<Integer> series, Labels[] labels, long[] bytes) {
        Map<Labels, Integer> results = new HashMap<>();
        for (int i : series) {
            Labels result = rules.apply(labels[i]);
            if (result == null) {
                dropped++;
                droppedBytes += bytes[i];
            } else if (results.merge(result, 1, Integer::sum) > 1) {
                merged++;
                mergedBytes += bytes[i];
            }
            String job = labels[i].get("job");
            if (job != null && jobs.size() < MOST_JOBS && !labels[i].equals(result)) {
                jobs.add(job);
            }
        }
        results.forEach(this::addCrowd);
    }

    private void addCrowd(Labels labels, int series) {
        if (series > 1) {
            crowds++;
            collisions.add(new RelabelEffect.Collision(labels, series));
            if (collisions.size() > MOST_COLLISIONS) {
                collisions.sort(
                        Comparator.comparingLong(RelabelEffect.Collision::series).reversed());
                collisions.removeLast();
            }
        }
    }

    /// What came of it.
    ///
    /// @param all series in memory
    /// @param isWhole whether all series that the rules concern were there
    RelabelEffect effect(long all, long allBytes, boolean isWhole) {
        collisions.sort(Comparator.comparingLong(RelabelEffect.Collision::series).reversed());
        return new RelabelEffect(
                all,
                allBytes,
                dropped,
                droppedBytes,
                merged,
                mergedBytes,
                collisions,
                crowds,
                List.copyOf(jobs),
                isWhole);
    }
}
