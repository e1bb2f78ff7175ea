package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.promql.QueryException;
import io.narthex.promql.Value;
import io.narthex.promql.exec.GridColumn.Part;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects the rows of all tiles and makes the query's value of them.
///
/// Each tile keeps compact copies of what it gave, so tiles never share memory. At the end the
/// parts of a row are put together, names whose removal was delayed go, equal rows become one, and
/// the rows of a matrix are sorted.
///
/// Thread safety: each tile's sink is for the worker that runs the tile; [#vector] and [#matrix]
/// are for the query's own thread, after all tiles.
public final class ResultRows {
    private final Rows rows;
    private final List<StepTile> tiles;
    private final QueryContext context;
    private final ByteBudget budget;
    private final List<List<Part>> parts = new ArrayList<>();

    /// @param rows of the operator that is evaluated
    public ResultRows(Rows rows, List<StepTile> tiles, QueryContext context) {
        this.rows = rows;
        this.tiles = tiles;
        this.context = context;
        this.budget = context.budget();
        for (int i = 0; i < tiles.size(); i++) {
            parts.add(new ArrayList<>());
        }
    }

    /// Where the rows of a tile go.
    public RowSink sink(int tile) {
        List<Part> into = parts.get(tile);
        return (row, column) -> {
            if (!column.isEmpty()) {
                Part part = Part.of(row, column);
                budget.charge(8L * part.values().length + 64 + Footprint.histograms(column));
                into.add(part);
            }
        };
    }

    /// The value of a single step, rows in the order in which they came.
    ///
    /// @throws QueryException.Execution if two rows have equal labels
    public Value.Vector vector() {
        List<Part> only = parts.getFirst();
        List<Value.VectorSample> samples = new ArrayList<>(only.size());
        Set<Labels> seen = HashSet.newHashSet(only.size());
        for (Part part : only) {
            context.checkRow(samples.size());
            Labels labels = finalLabels(part.row());
            if (!seen.add(labels)) {
                throw new QueryException.Execution(EqualRows.MESSAGE);
            }
            samples.add(
                    new Value.VectorSample(
                            labels, tiles.getFirst().start(), part.values()[0], part.histogram(0)));
        }
        return new Value.Vector(List.copyOf(samples));
    }

    /// The value over all steps, rows ascending by labels.
    ///
    /// @throws QueryException.Execution if two rows with equal labels have values at one step
    public Value.Matrix matrix() {
        List<RowParts> all = rowParts();
        if (!isSorted(all)) {
            all.sort(context.checking(Comparator.comparing(RowParts::labels)));
        }
        List<Value.MatrixRow> out = new ArrayList<>(all.size());
        int i = 0;
        while (i < all.size()) {
            int end = i + 1;
            context.checkRow(out.size());
            while (end < all.size() && all.get(end).labels.equals(all.get(i).labels)) {
                end++;
            }
            out.add(merged(all.subList(i, end)));
            i = end;
        }
        return new Value.Matrix(List.copyOf(out));
    }

    /// The parts of one row, by tile.
    private record RowParts(Labels labels, @Nullable Part[] byTile) {
        /// The values by tile if there is a float at every step, else null.
        double @Nullable [][] full() {
            double[][] values = new double[byTile.length][];
            for (int tile = 0; tile < values.length; tile++) {
                Part part = byTile[tile];
                if (part == null || part.present() != null || part.histograms() != null) {
                    return null;
                }
                values[tile] = part.values();
            }
            return values;
        }
    }

    private List<RowParts> rowParts() {
        @Nullable RowParts[] byRow = new @Nullable RowParts[rows.size()];
        List<RowParts> all = new ArrayList<>();
        for (int tile = 0; tile < parts.size(); tile++) {
            for (Part part : parts.get(tile)) {
                RowParts row = byRow[part.row()];
                if (row == null) {
                    context.checkRow(all.size());
                    row = new RowParts(finalLabels(part.row()), new @Nullable Part[parts.size()]);
                    byRow[part.row()] = row;
                    all.add(row);
                }
                row.byTile[tile] = part;
            }
        }
        return all;
    }

    private Labels finalLabels(int row) {
        Labels labels = rows.labels(row);
        return rows.dropName(row) ? MetricNames.drop(labels) : labels;
    }

    private static boolean isSorted(List<RowParts> all) {
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i - 1).labels.compareTo(all.get(i).labels) > 0) {
                return false;
            }
        }
        return true;
    }

    /// One row of rows with equal labels, which is nearly always one.
    private Value.MatrixRow merged(List<RowParts> equal) {
        StepTile first = tiles.getFirst();
        GridRow.Grid grid = new GridRow.Grid(first.start(), first.step());
        double[][] full = equal.size() == 1 ? equal.getFirst().full() : null;
        if (full != null) {
            return new TiledRow(equal.getFirst().labels, grid, full);
        }
        int steps = Tiles.steps(tiles);
        budget.charge(8L * steps);
        GridColumn column = new GridColumn(steps);
        for (RowParts row : equal) {
            for (int tile = 0; tile < row.byTile.length; tile++) {
                Part part = row.byTile[tile];
                if (part != null) {
                    column.add(offset(tiles.get(tile)), part);
                }
            }
        }
        return column.row(equal.getFirst().labels, grid);
    }

    /// The number of steps before a tile: all tiles but the last have the same number of steps.
    private int offset(StepTile tile) {
        return tile.index() * tiles.getFirst().count();
    }
}
