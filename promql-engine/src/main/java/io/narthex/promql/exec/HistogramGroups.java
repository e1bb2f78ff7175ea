package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.function.BucketBound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The histograms among the rows of a vector. Rows that differ in `le` only, ascending by it, are
/// the buckets of a classic one; rows without `le` may be native ones, and so may, rarely, rows
/// with it.
///
/// Thread safety: immutable.
final class HistogramGroups {
    private final int[][] buckets;
    private final double[][] bounds;
    /// More buckets are not sorted by insertion.
    private static final int FEW = 256;

    private final int[] strangers;
    private final boolean[] isBucket;
    private final boolean natives;
    private final int[] classicOf;
    private final int[] nativeOf;
    private final Rows rows;

    private HistogramGroups(
            List<Group> groups,
            int[] strangers,
            boolean natives,
            Rows input,
            QueryContext context) {
        this.natives = natives;
        this.isBucket = new boolean[strangers.length];
        this.buckets = new int[groups.size()][];
        this.bounds = new double[groups.size()][];
        this.classicOf = new int[strangers.length];
        this.nativeOf = new int[groups.size()];
        List<Labels> labels = new ArrayList<>(groups.size());
        for (int g = 0; g < buckets.length; g++) {
            Group group = groups.get(g);
            context.checkRow(g);
            group.sort(context);
            buckets[g] = group.rows;
            bounds[g] = group.bounds;
            labels.add(group.labels);
        }
        this.strangers = strangers;
        pair(labels, input);
        for (int s = 0; s < strangers.length; s++) {
            Labels stranger = input.labels(strangers[s]);
            isBucket[s] = BucketBound.parse(stranger.getOrEmpty(Labels.BUCKET)) != null;
            labels.add(stranger);
        }
        this.rows = Rows.of(labels);
    }

    /// Finds the native histograms that have the labels of a classic one.
    private void pair(List<Labels> classic, Rows input) {
        Arrays.fill(classicOf, -1);
        Arrays.fill(nativeOf, -1);
        if (strangers.length == 0) {
            return;
        }
        Map<Labels, Integer> groups = new HashMap<>();
        for (int g = 0; g < classic.size(); g++) {
            groups.put(classic.get(g), g);
        }
        for (int s = 0; s < strangers.length; s++) {
            Integer group = groups.get(input.labels(strangers[s]));
            if (group != null) {
                classicOf[s] = group;
                nativeOf[group] = s;
            }
        }
    }

    /// Finds the histograms, or knows them from an earlier query.
    static HistogramGroups among(Rows input, QueryContext context) {
        boolean natives = context.rowCache().hasNativesAmongBuckets();
        String key = natives ? Labels.BUCKET + ", also native" : Labels.BUCKET;
        // Rows and bounds, at first with room for more; the table of histograms is gone at the end.
        context.budget().charge(24L * input.size());
        long table = (Footprint.TABLE_ENTRY + 64) * input.size();
        context.budget().charge(table);
        HistogramGroups groups =
                context.rowCache()
                        .of(
                                input,
                                key,
                                HistogramGroups.class,
                                () -> among(input, natives, context));
        context.budget().release(table);
        context.budget().charge(Footprint.labels(groups.rows));
        return groups;
    }

    /// @param natives whether rows with `le` are among the [#strangers] too
    private static HistogramGroups among(Rows input, boolean natives, QueryContext context) {
        Map<Labels, Group> byLabels = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        int[] strangers = new int[input.size()];
        int strange = 0;
        for (int row = 0; row < input.size(); row++) {
            context.checkRow(row);
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
            if (natives) {
                strangers[strange++] = row;
            }
        }
        return new HistogramGroups(
                groups, Arrays.copyOf(strangers, strange), natives, input, context);
    }

    /// The number of classic histograms.
    int classic() {
        return buckets.length;
    }

    /// The place among [#strangers] of the row with a classic histogram's labels, or -1.
    int nativeOf(int group) {
        return nativeOf[group];
    }

    /// The classic histogram with the labels of a row among [#strangers], or -1.
    int classicOf(int stranger) {
        return classicOf[stranger];
    }

    /// The histograms as rows: classic ones without `le`, in the order of their first buckets, then
    /// the [#strangers].
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

    /// The input rows that may be native histograms: those whose `le` is missing or no number, and
    /// others only where the store was seen to have such ([NativesAmongBuckets]).
    int[] strangers() {
        return strangers;
    }

    /// Whether a row among the [#strangers] is a bucket wherever it has a float.
    boolean isBucket(int stranger) {
        return isBucket[stranger];
    }

    /// Whether rows with `le` are among the [#strangers].
    boolean includesNativesAmongBuckets() {
        return natives;
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
        /// Buckets are nearly always few and in order already, or in that of their texts.
        void sort(QueryContext context) {
            rows = Arrays.copyOf(rows, size);
            bounds = Arrays.copyOf(bounds, size);
            if (size > FEW) {
                sortMany(context);
                return;
            }
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

        private void sortMany(QueryContext context) {
            int[] oldRows = rows.clone();
            double[] oldBounds = bounds.clone();
            List<Integer> order = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                order.add(i);
            }
            order.sort(context.checking(Comparator.comparingDouble(i -> oldBounds[i])));
            for (int i = 0; i < size; i++) {
                rows[i] = oldRows[order.get(i)];
                bounds[i] = oldBounds[order.get(i)];
            }
        }
    }
}
