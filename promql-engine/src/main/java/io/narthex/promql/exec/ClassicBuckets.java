package io.narthex.promql.exec;

import io.narthex.promql.function.ClassicHistogram;

import org.jspecify.annotations.Nullable;

/// The buckets of one classic histogram over a tile.
record ClassicBuckets(double[] bounds, @Nullable StepColumn[] columns) {
    /// No buckets.
    static final ClassicBuckets NONE = new ClassicBuckets(new double[0], new StepColumn[0]);

    static ClassicBuckets of(HistogramGroups groups, int group, HeldTile held) {
        int[] rows = groups.buckets(group);
        @Nullable StepColumn[] columns = new @Nullable StepColumn[rows.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = held.column(rows[i]);
        }
        return new ClassicBuckets(groups.bounds(group), columns);
    }

    /// Reads the buckets of a step.
    void read(int k, ClassicHistogram into) {
        into.clear();
        for (int i = 0; i < bounds.length; i++) {
            StepColumn column = columns[i];
            if (column != null && isFloat(column, k)) {
                into.add(bounds[i], column.values()[k]);
            }
        }
    }

    /// Whether there is any bucket at a step.
    boolean isPresent(int k) {
        for (StepColumn column : columns) {
            if (column != null && isFloat(column, k)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a native histogram is among the buckets' samples.
    boolean hasNatives() {
        for (StepColumn column : columns) {
            if (column != null && column.histograms() != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFloat(StepColumn column, int k) {
        return column.isPresent(k) && column.histogramAt(k) == null;
    }
}
