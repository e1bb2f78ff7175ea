package io.narthex.promql.exec;

import io.narthex.model.ReadReport;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.window.MixedFunction;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.RangeFunction;
import io.narthex.promql.window.WindowFunction;
import io.narthex.promql.window.WindowPlan;
import io.narthex.promql.window.Windows;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A function of a range vector, such as `rate`, or a smoothed instant selector: a folding operator
/// that turns each series' windows into one row.
final class WindowOperator implements Operator {
    private final String name;
    private final WindowFunction function;
    private final MixedFunction mixed;
    private final WindowSource source;
    private final ScalarArguments arguments;
    private final Rows rows;
    private final EqualRows equalRows;
    private final @Nullable CounterNames counterNames;
    private final @Nullable QuantileCheck quantileCheck;
    private final PositionRange rangePosition;

    /// Samples of the largest window so far.
    private final AtomicInteger largestWindow = new AtomicInteger();

    /// @param rangeArgument where the range vector stands in the query
    /// @param quantileCheck of the first argument, where that is a quantile
    WindowOperator(
            RangeFunction function,
            WindowSource source,
            ScalarArguments arguments,
            PositionRange rangeArgument,
            @Nullable QuantileCheck quantileCheck,
            QueryContext context) {
        this.name = function.name();
        this.function = function.floats();
        this.mixed = function.mixed();
        this.rangePosition = rangeArgument;
        this.source = source;
        this.arguments = arguments;
        boolean keepsName = function.has(RangeFunction.Trait.KEEPS_NAME);
        boolean atEnd = context.delayedNameRemoval();
        this.rows = keepsName ? source.rows() : new NamelessRows(source.rows(), atEnd);
        boolean oneName = source.fixedName() != null;
        boolean mayBeEqual =
                !keepsName && !atEnd && MetricNames.mayTellApart(source.rows(), oneName, context);
        this.equalRows = mayBeEqual ? EqualRows.among(rows, context) : EqualRows.none();
        CounterNames names =
                new CounterNames(
                        source.fixedName(),
                        context.options().features().typeAndUnitLabels(),
                        rangeArgument);
        boolean ofCounters = function.has(RangeFunction.Trait.COUNTER);
        this.counterNames = ofCounters && !names.isSure() ? names : null;
        this.quantileCheck = quantileCheck;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        State state = worker.state(this, State.class, State::new);
        double[][] params = arguments.evaluate(tile, worker);
        state.windows.tile(tile.start(), tile.step(), params, worker::checkpoint);
        state.largestWindow = 0;
        source.windows(tile, worker, new Evaluation(state, tile, params, worker, sink));
        largestWindow.accumulateAndGet(state.largestWindow, Math::max);
    }

    /// The evaluation of one tile.
    private final class Evaluation implements WindowSource.Consumer {
        private final State state;
        private final StepTile tile;
        private final double[][] params;
        private final Worker worker;
        private final RowSink sink;

        Evaluation(State state, StepTile tile, double[][] params, Worker worker, RowSink sink) {
            this.state = state;
            this.tile = tile;
            this.params = params;
            this.worker = worker;
            this.sink = sink;
        }

        @Override
        public void series(int row, WindowPlan plan, double[] values, boolean noDrop) {
            worker.samples().addWindows(plan, source);
            state.largestWindow = Math.max(state.largestWindow, plan.largestWindow());
            StepColumn column = state.column;
            column.reset(tile.count());
            state.windows.series(plan, values, noDrop);
            function.evaluate(state.windows, column.values(), column.present());
            emit(row);
        }

        @Override
        public void mixed(int row, MixedWindows windows) {
            worker.samples().addWindows(windows, source);
            state.largestWindow = Math.max(state.largestWindow, windows.largestWindow());
            state.column.reset(tile.count());
            String name = source.rows().labels(row).metricName();
            HistogramNotes notes = new HistogramNotes(worker.annotations(), rangePosition);
            mixed.evaluate(windows, state.column, new SeriesNotes(name, notes));
            emit(row);
        }

        @Override
        public Windows windows() {
            return state.windows;
        }

        private void emit(int row) {
            if (!state.column.isEmpty()) {
                inspect(row, state.column, params, worker);
                sink.row(row, state.column);
            }
        }
    }

    /// The number of samples of the largest window there was.
    int largestWindow() {
        return largestWindow.get();
    }

    /// Raises the row's errors and annotations.
    private void inspect(int row, StepColumn column, double[][] params, Worker worker) {
        equalRows.seen(row);
        if (counterNames != null && column.hasFloats()) {
            counterNames.seen(source.rows().labels(row), worker);
        }
        if (quantileCheck != null) {
            quantileCheck.seen(params[0], column, worker);
        }
    }

    @Override
    public List<Operator> children() {
        List<Operator> all = new ArrayList<>(arguments.operators());
        all.addAll(source.children());
        return List.copyOf(all);
    }

    @Override
    public String describe() {
        return "Window " + name + ": " + source.describe();
    }

    @Override
    public @Nullable ReadReport reads() {
        return source.reads();
    }

    /// What a worker keeps between tiles.
    private static final class State {
        final StepColumn column = new StepColumn(0);
        final Windows windows = new Windows();
        int largestWindow;
    }
}
