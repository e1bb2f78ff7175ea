package io.narthex.promql.exec;

import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A subtree with one value for all steps: evaluated at the tile's first step and copied to the
/// others, or evaluated at every step where that is switched off.
final class StepInvariantOperator implements Operator {
    private final Operator input;
    private final boolean once;

    /// @param once whether it is evaluated once a tile
    StepInvariantOperator(Operator input, boolean once) {
        this.input = input;
        this.once = once;
    }

    @Override
    public Rows rows() {
        return input.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        if (once) {
            evaluateOnce(tile, worker, sink);
        } else {
            evaluateEach(tile, worker, sink);
        }
    }

    private void evaluateOnce(StepTile tile, Worker worker, RowSink sink) {
        StepColumn column = new StepColumn(tile.count());
        SampleCounter samples = worker.samples();
        StepSamples counted = samples.current().once();
        samples.apart(
                counted,
                sink,
                out ->
                        input.evaluate(
                                step(tile, 0),
                                worker,
                                (row, value) -> {
                                    if (!value.isEmpty()) {
                                        copy(value, column, tile.count());
                                        out.row(row, column);
                                    }
                                }));
        samples.addToAll(counted);
    }

    private void evaluateEach(StepTile tile, Worker worker, RowSink sink) {
        @Nullable StepColumn[] columns = new @Nullable StepColumn[input.rows().size()];
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < tile.count(); k++) {
            int step = k;
            Worker own = k == 0 ? worker : worker.again();
            RowSink keep =
                    (row, value) -> {
                        StepColumn column = columns[row];
                        if (column == null) {
                            column = new StepColumn(tile.count());
                            columns[row] = column;
                            order.add(row);
                        }
                        set(value, column, step);
                    };
            StepSamples counted = worker.samples().current().once();
            worker.samples()
                    .apart(counted, keep, out -> input.evaluate(step(tile, step), own, out));
            worker.samples().addOnce(k, counted);
        }
        for (int row : order) {
            StepColumn column = columns[row];
            if (column != null) {
                sink.row(row, column);
            }
        }
    }

    private static StepTile step(StepTile tile, int k) {
        return new StepTile(tile.timeAt(k), tile.step(), 1, tile.index());
    }

    private static void set(StepColumn value, StepColumn column, int k) {
        if (value.isEmpty()) {
            return;
        }
        FloatHistogram histogram = value.histogramAt(0);
        if (histogram == null) {
            column.set(k, value.values()[0]);
        } else {
            column.set(k, histogram);
        }
    }

    private static void copy(StepColumn value, StepColumn column, int steps) {
        column.reset(steps);
        FloatHistogram histogram = value.histogramAt(0);
        if (histogram == null) {
            Arrays.fill(column.values(), 0, steps, value.values()[0]);
            column.setAllPresent();
            return;
        }
        for (int k = 0; k < steps; k++) {
            column.set(k, histogram);
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return once ? "StepInvariant" : "StepInvariant at every step";
    }
}
