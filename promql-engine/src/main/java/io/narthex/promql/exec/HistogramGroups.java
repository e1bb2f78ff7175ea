package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.function.BucketBound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The classic histograms among the rows of a vector: rows that differ in `le` only, ascending by
/// it.
///
/// Thread safety: immutable.
final class HistogramGroups {
    private final int[][] buckets;
    private final double[][] bounds;
    private final int[] strangers;
    private final Rows rows;

    private HistogramGroups(List<Group> groups, int[] strangers) {
        this.buckets = new int[groups.size()][];
        this.bounds = new double[groups.size()][];
        List<Labels> labels = new ArrayList<>(groups.size());
        for (int g = 0; g < buckets.length; g++) {
            Group group = groups.get(g);
            group.sort();
            buckets[g] = group.rows;
            bounds[g] = group.bounds;
            labels.add(group.labels);
        }
        this.strangers = strangers;
        this.rows = Rows.of(labels);
    }

    /// Finds the histograms, or knows them from an earlier query.
    static HistogramGroups among(Rows input, QueryContext context) {
        return context.rowCache()
                .of(input, Labels.BUCKET, HistogramGroups.class, () -> among(input));
    }

    private static HistogramGroups among(Rows input) {
        Map<Labels, Group> byLabels = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        int[] strangers = new int[input.size()];
        int strange = 0;
        for (int row = 0; row < input.size(); row++) {
            Labels labels = input.labels(row);
            Double bound = BucketBound.parse(labels.getOrEmpty(Labels.BUCKET));
            if (bound == null) {
                strangers[strange++] = row;
                continue;
            }
            Labels rest = labels.drop(Labels.BUCKET);
            Group group = byLabels.get(rest);
            if (group == null) {
                group = new Group(rest);
                byLabels.put(rest, group);
                groups.add(group);
            }
            group.add(row, bound);
        }
        return new HistogramGroups(groups, Arrays.copyOf(strangers, strange));
    }

    /// The histograms as rows, in the order of their first buckets: labels without `le`.
    Rows rows() {
        return rows;
    }

    /// The input rows of a histogram's buckets, ascending by bound.
    int[] buckets(int group) {
        return buckets[group];
    }

    /// The upper bounds of a histogram's buckets.
    double[] bounds(int group) {
        return bounds[group];
    }

    /// The input rows whose `le` is missing or no number.
    int[] strangers() {
        return strangers;
    }

    private static final class Group {
        final Labels labels;
        int[] rows = new int[16];
        double[] bounds = new double[16];
        int size;

        Group(Labels labels) {
            this.labels = labels;
        }

        void add(int row, double bound) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, 2 * size);
                bounds = Arrays.copyOf(bounds, 2 * size);
            }
            rows[size] = row;
            bounds[size++] = bound;
        }

        /// Sorts by bound, rows with equal bounds staying in order, and drops what is unused.
        /// Buckets are few and mostly in order already, or in that of their texts.
        void sort() {
            rows = Arrays.copyOf(rows, size);
            bounds = Arrays.copyOf(bounds, size);
            for (int i = 1; i < size; i++) {
                int row = rows[i];
                double bound = bounds[i];
                int at = i;
                while (at > 0 && Double.compare(bounds[at - 1], bound) > 0) {
                    rows[at] = rows[at - 1];
                    bounds[at] = bounds[at - 1];
                    at--;
                }
                rows[at] = row;
                bounds[at] = bound;
            }
        }
    }
}
