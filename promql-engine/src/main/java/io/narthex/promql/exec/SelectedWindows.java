package io.narthex.promql.exec;

import io.narthex.model.ReadReport;
import io.narthex.model.TimeKey;
import io.narthex.promql.window.PlanCache;
import io.narthex.promql.window.WindowGrid;
import io.narthex.promql.window.WindowPlan;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The windows of a range selector, read from storage: each series' values are copied once per tile
/// into a buffer, and series with equal times share a window plan.
///
/// @param needs of the function that asks
record SelectedWindows(Selection selection, WindowNeeds needs, Counting counting)
        implements WindowSource {
    /// Finding a series' samples costs about as much as reading that many.
    private static final int ROW = 512;

    @Override
    public Rows rows() {
        return new SelectedRows(selection.series());
    }

    @Override
    public void windows(StepTile tile, Worker worker, Consumer consumer) {
        windows(tile, worker, needs, consumer);
    }

    /// @param asked what the consumer wants to know
    void windows(StepTile tile, Worker worker, WindowNeeds asked, Consumer consumer) {
        State state = worker.state(this, State.class, () -> new State(selection, worker));
        SampleReader reader = state.reader;
        WindowGrid grid = selection.grid(tile);
        state.plans.grid(grid);
        int series = selection.series().size();
        for (int row = 0; row < series; row++) {
            worker.worked(ROW);
            if (reader.open(row, grid.mint(), grid.maxt()) == 0) {
                continue;
            }
            worker.worked(reader.count());
            boolean starts = asked.startTimestamps() && reader.hasStartTimestamps();
            if (starts || reader.hasHistograms()) {
                consumer.mixed(row, reader.mixed(grid, consumer.windows(), starts));
                continue;
            }
            double[] values = reader.values();
            WindowPlan plan = state.plan(grid, values);
            if (plan.samples() > 0) {
                plan.dropStale(values);
                boolean noDrop = asked.noDrop() && !plan.hasStale() && reader.noDrop();
                consumer.series(row, plan, values, noDrop);
            }
        }
    }

    @Override
    public @Nullable String fixedName() {
        return selection.fixedName();
    }

    @Override
    public @Nullable ReadReport reads() {
        return selection.report();
    }

    @Override
    public List<Operator> children() {
        return List.of();
    }

    @Override
    public String describe() {
        return selection.describe() + ", range " + selection.range() + "ms";
    }

    /// What a worker keeps between tiles.
    private static final class State {
        final SampleReader reader;
        final PlanCache<WindowPlan> plans = new PlanCache<>();

        State(Selection selection, Worker worker) {
            reader = new SampleReader(selection, worker);
        }

        WindowPlan plan(WindowGrid grid, double[] values) {
            TimeKey key = reader.key();
            WindowPlan known = key == null ? null : plans.find(key);
            if (known != null) {
                return known;
            }
            WindowPlan made = WindowPlan.of(grid, reader.times(), values, reader.count());
            if (key != null) {
                plans.keep(key, made, made.bytes());
            }
            return made;
        }
    }
}
