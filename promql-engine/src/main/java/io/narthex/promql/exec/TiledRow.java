package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;

/// A result row with a float at every step: a view of what the tiles gave, without a copy.
///
/// @param values by tile; all tiles but the last have the same number of steps
record TiledRow(Labels labels, GridRow.Grid grid, double[][] values) implements Value.MatrixRow {
    @Override
    public int size() {
        int last = values.length - 1;
        return last * values[0].length + values[last].length;
    }

    @Override
    public long timeAt(int i) {
        return grid.start() + grid.step() * i;
    }

    @Override
    public double valueAt(int i) {
        int perTile = values[0].length;
        return values[i / perTile][i % perTile];
    }

    @Override
    public @Nullable FloatHistogram histogramAt(int i) {
        return null;
    }
}
