package io.narthex.promql.exec;

import io.narthex.promql.function.ClassicHistogram;

import org.jspecify.annotations.Nullable;

/// The buckets of one classic histogram over a tile.
record ClassicBuckets(double[] bounds, @Nullable StepColumn[] columns) {
    /// No buckets.
    static final ClassicBuckets NONE = new ClassicBuckets(new double[0], new StepColumn[0]);

    /// @param name of the function, for errors
    static ClassicBuckets of(HistogramGroups groups, int group, HeldTile held, String name) {
        int[] rows = groups.buckets(group);
        @Nullable StepColumn[] columns = new @Nullable StepColumn[rows.length];
        for (int i = 0; i < columns.length; i++) {
            StepColumn column = held.column(rows[i]);
            if (column != null) {
                NativeHistograms.refuse(column, name + " of series with a label le");
            }
            columns[i] = column;
        }
        return new ClassicBuckets(groups.bounds(group), columns);
    }

    /// Reads the buckets of a step.
    void read(int k, ClassicHistogram into) {
        into.clear();
        for (int i = 0; i < bounds.length; i++) {
            StepColumn column = columns[i];
            if (column != null && column.isPresent(k)) {
                into.add(bounds[i], column.values()[k]);
            }
        }
    }

    /// Whether there is any bucket at a step.
    boolean isPresent(int k) {
        for (StepColumn column : columns) {
            if (column != null && column.isPresent(k)) {
                return true;
            }
        }
        return false;
    }
}
