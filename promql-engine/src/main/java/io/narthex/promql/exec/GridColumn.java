package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Puts the parts that tiles gave of one result row together.
///
/// Thread safety: for one thread.
final class GridColumn {
    /// What a tile gave of a row: its values without gaps.
    ///
    /// @param row index of the row
    /// @param steps number of steps of the tile
    /// @param present null where every step of the tile has a value
    record Part(
            int row,
            int steps,
            long @Nullable [] present,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        /// A compact copy of a column.
        static Part of(int row, StepColumn column) {
            int n = column.cardinality();
            var histograms = column.histograms();
            if (n == column.steps()) {
                return new Part(
                        row,
                        n,
                        null,
                        Arrays.copyOf(column.values(), n),
                        histograms == null ? null : Arrays.copyOf(histograms, n));
            }
            double[] values = new double[n];
            @Nullable FloatHistogram @Nullable [] kept =
                    histograms == null ? null : new @Nullable FloatHistogram[n];
            int i = 0;
            for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                values[i] = column.values()[k];
                if (kept != null && histograms != null) {
                    kept[i] = histograms[k];
                }
                i++;
            }
            long[] present = Arrays.copyOf(column.present(), column.words());
            return new Part(row, column.steps(), present, values, kept);
        }

        boolean isPresent(int k) {
            return present == null || (present[k >>> 6] >>> k & 1) != 0;
        }

        @Nullable FloatHistogram histogram(int i) {
            return histograms == null ? null : histograms[i];
        }
    }

    private final StepColumn column;

    /// @param steps of the whole query
    GridColumn(int steps) {
        this.column = new StepColumn(steps);
    }

    /// Adds a part.
    ///
    /// @param offset the tile's first step
    /// @throws QueryException.Execution if there is a value at one of its steps already
    void add(int offset, Part part) {
        int i = 0;
        for (int k = 0; k < part.steps; k++) {
            if (!part.isPresent(k)) {
                continue;
            }
            int step = offset + k;
            if (column.isPresent(step)) {
                throw new QueryException.Execution(EqualRows.MESSAGE);
            }
            FloatHistogram histogram = part.histogram(i);
            if (histogram == null) {
                column.set(step, part.values[i]);
            } else {
                column.set(step, histogram);
            }
            i++;
        }
    }

    /// The row of everything added.
    GridRow row(Labels labels, GridRow.Grid grid) {
        int n = column.cardinality();
        int first = column.nextPresent(0);
        if (isConsecutive(first, n)) {
            var histograms = column.histograms();
            return new GridRow(
                    labels,
                    grid,
                    first,
                    null,
                    n == column.steps()
                            ? column.values()
                            : Arrays.copyOfRange(column.values(), first, first + n),
                    histograms == null ? null : Arrays.copyOfRange(histograms, first, first + n));
        }
        return sparse(labels, grid, n);
    }

    /// Whether the last of `n` values is where it would be without gaps.
    private boolean isConsecutive(int first, int n) {
        int end = first + n;
        return end <= column.steps() && column.isPresent(end - 1) && column.nextPresent(end) < 0;
    }

    private GridRow sparse(Labels labels, GridRow.Grid grid, int n) {
        int[] steps = new int[n];
        double[] values = new double[n];
        var histograms = column.histograms();
        @Nullable FloatHistogram @Nullable [] kept =
                histograms == null ? null : new @Nullable FloatHistogram[n];
        int i = 0;
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            steps[i] = k;
            values[i] = column.values()[k];
            if (kept != null && histograms != null) {
                kept[i] = histograms[k];
            }
            i++;
        }
        return new GridRow(labels, grid, 0, steps, values, kept);
    }
}
