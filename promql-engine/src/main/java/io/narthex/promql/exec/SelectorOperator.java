package io.narthex.promql.exec;

import io.narthex.model.ReadReport;
import io.narthex.model.StaleNaN;
import io.narthex.model.TimeKey;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.window.LookbackPlan;
import io.narthex.promql.window.PlanCache;
import io.narthex.promql.window.WindowGrid;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// An instant selector: at each step the newest sample within the lookback, unless it is stale;
/// and `timestamp()` and `start_timestamp()` of one, which give a time of that sample instead.
final class SelectorOperator implements Operator {
    /// What is taken from the sample.
    enum Reading {
        VALUE,
        TIMESTAMP,
        START_TIMESTAMP,
        /// The sample's time if it is a float; a histogram is given as it is.
        INFO_TIMESTAMP
    }

    /// Finding a series' samples costs about as much as reading that many.
    private static final int ROW = 512;

    /// Looking up one sample costs about as much as copying that many.
    private static final long SPARSE = 128;

    private final Selection selection;
    private final Reading reading;
    private final Rows rows;
    private final DistinctRows distinct;

    SelectorOperator(Selection selection, Reading reading, QueryContext context) {
        this.selection = selection;
        this.reading = reading;
        Rows selected = new SelectedRows(selection.series());
        boolean keepsNames = reading == Reading.VALUE || reading == Reading.INFO_TIMESTAMP;
        this.rows =
                keepsNames ? selected : new NamelessRows(selected, context.delayedNameRemoval());
        boolean mayBeEqual =
                !keepsNames
                        && !context.delayedNameRemoval()
                        && MetricNames.mayTellApart(
                                selected, selection.fixedName() != null, context);
        this.distinct = mayBeEqual ? DistinctRows.of(rows, context) : DistinctRows.unchecked();
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        State state = worker.state(this, State.class, () -> new State(selection, worker));
        WindowGrid grid = selection.grid(tile);
        state.plans.grid(grid);
        DistinctRows.Check check = distinct.check();
        for (int row = 0; row < rows.size(); row++) {
            worker.worked(ROW);
            if (state.reader.open(row, grid.mint(), grid.maxt()) > 0) {
                worker.worked(state.reader.count());
                state.column.reset(tile.count());
                read(state, grid);
                if (!state.column.isEmpty()) {
                    check.seen(row, state.column);
                    worker.samples().addColumn(state.column, !selection.selector().countsOnly());
                    sink.row(row, state.column);
                }
            }
        }
    }

    private void read(State state, WindowGrid grid) {
        if (grid.count() == 1) {
            readNewest(state);
            return;
        }
        if (state.reader.hasHistograms()
                || reading == Reading.START_TIMESTAMP
                || state.reader.count() > SPARSE * grid.count()) {
            readSparse(state, grid);
            return;
        }
        double[] values = state.reader.values();
        LookbackPlan plan = state.plan(grid, values);
        if (reading == Reading.VALUE) {
            plan.values(values, state.column.values(), state.column.present());
        } else {
            plan.times(state.column.values(), state.column.present());
        }
    }

    /// All samples found lie in the one window, so the newest is the last.
    private void readNewest(State state) {
        readAt(state, 0, state.reader.count() - 1);
    }

    /// Looks each step's sample up by its own: steps are so far apart that most samples are seen by
    /// none of them.
    private void readSparse(State state, WindowGrid grid) {
        for (int k = 0; k < grid.count(); k++) {
            int at = state.reader.lastUntil(grid.end(k));
            if (at >= 0 && state.reader.timeAt(at) > grid.end(k) - grid.range()) {
                readAt(state, k, at);
            }
        }
    }

    private void readAt(State state, int k, int at) {
        double value = state.reader.valueAt(at);
        if (StaleNaN.isStale(value)) {
            return;
        }
        switch (reading) {
            case TIMESTAMP -> state.column.set(k, state.reader.timeAt(at) / 1000.0);
            case START_TIMESTAMP -> state.column.set(k, state.reader.startTimestampAt(at) / 1000.0);
            case VALUE, INFO_TIMESTAMP -> {
                FloatHistogram histogram =
                        state.reader.hasHistograms() ? state.reader.histogramAt(at) : null;
                if (histogram == null) {
                    boolean wantsValue = reading == Reading.VALUE;
                    state.column.set(k, wantsValue ? value : state.reader.timeAt(at) / 1000.0);
                } else {
                    state.column.set(k, histogram);
                }
            }
        }
    }

    @Override
    public List<Operator> children() {
        return List.of();
    }

    @Override
    public String describe() {
        return switch (reading) {
                    case VALUE -> "Selector ";
                    case TIMESTAMP -> "Timestamp of ";
                    case INFO_TIMESTAMP -> "Info series ";
                    case START_TIMESTAMP -> "Start timestamp of ";
                }
                + selection.describe();
    }

    @Override
    public @Nullable ReadReport reads() {
        return selection.report();
    }

    /// What a worker keeps between tiles.
    private static final class State {
        final SampleReader reader;
        final StepColumn column = new StepColumn(0);
        final PlanCache<LookbackPlan> plans = new PlanCache<>();

        State(Selection selection, Worker worker) {
            reader = new SampleReader(selection, worker);
        }

        LookbackPlan plan(WindowGrid grid, double[] values) {
            TimeKey key = reader.key();
            LookbackPlan known = key == null ? null : plans.find(key);
            if (known != null) {
                return known;
            }
            LookbackPlan made = LookbackPlan.of(grid, reader.times(), values, reader.count());
            if (key != null) {
                plans.keep(key, made, made.bytes());
            }
            return made;
        }
    }
}
