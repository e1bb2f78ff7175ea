package io.narthex.promql.exec;

import io.narthex.model.TimeKey;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.PlanCache;
import io.narthex.promql.window.WindowGrid;
import io.narthex.promql.window.WindowPlan;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The windows of a subquery: its input is evaluated once over all points that the tile's windows
/// cover, and each of its rows is taken for a series.
final class SubqueryWindows implements WindowSource {
    private final LogicalNode.Subquery subquery;
    private final Operator input;
    private final MergedRows rows;
    private final long firstPoint;

    /// @param firstPoint of all points of the subquery
    SubqueryWindows(
            LogicalNode.Subquery subquery, Operator input, long firstPoint, QueryContext context) {
        this.firstPoint = firstPoint;
        this.subquery = subquery;
        this.input = input;
        this.rows = new MergedRows(input.rows(), context);
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void windows(StepTile tile, Worker worker, Consumer consumer) {
        WindowGrid grid = SubqueryGrid.windows(subquery, tile);
        StepTile points = SubqueryGrid.points(subquery, grid, tile.index());
        if (points == null) {
            return;
        }
        long bytes = 32L * points.count() + StepSamples.bytes(points.count());
        worker.budget().charge(bytes);
        try {
            State state = worker.state(this, State.class, State::new);
            state.begin(grid, points);
            StepSamples counted =
                    new StepSamples(points.count(), points.start() == firstPoint, true);
            SampleCounter samples = worker.samples();
            samples.apart(
                    counted,
                    (row, column) -> state.read(row, column, consumer),
                    out -> rows.evaluate(input, points, worker, out));
            samples.addPoints(points, counted, grid);
            consumer.computed(counted);
        } finally {
            worker.budget().release(bytes);
        }
    }

    @Override
    public @Nullable String fixedName() {
        return null;
    }

    @Override
    public Counting counting() {
        return Counting.COMPUTED;
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "subquery of " + subquery.range() + "ms every " + subquery.step() + "ms";
    }

    /// What a worker keeps between tiles.
    private static final class State {
        private final PlanCache<WindowPlan> plans = new PlanCache<>();
        private final TimeKey key = new TimeKey();
        private WindowGrid grid = new WindowGrid(0, 0, 1, 0);
        private StepTile points = new StepTile(0, 0, 1, 0);
        private double[] values = {};
        private long[] times = {};

        void begin(WindowGrid newGrid, StepTile newPoints) {
            grid = newGrid;
            points = newPoints;
            plans.grid(newGrid);
            if (values.length < newPoints.count()) {
                values = new double[newPoints.count()];
                times = new long[newPoints.count()];
            }
        }

        void read(int row, StepColumn column, Consumer consumer) {
            if (column.histograms() != null) {
                consumer.mixed(row, mixed(column, consumer));
                return;
            }
            int n = 0;
            key.clear();
            for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                values[n] = column.values()[k];
                times[n] = points.timeAt(k);
                key.addTime(times[n++]);
            }
            if (n == 0) {
                return;
            }
            WindowPlan plan = plans.find(key);
            if (plan == null) {
                plan = WindowPlan.of(grid, times, values, n);
                plans.keep(key, plan, plan.bytes());
            }
            consumer.series(row, plan, values, false);
        }

        /// A hint is about the sample before in the series, which need not be the point before.
        private static @Nullable FloatHistogram unhinted(@Nullable FloatHistogram h) {
            return h == null || h.resetHint() == ResetHint.GAUGE
                    ? h
                    : h.withHint(ResetHint.UNKNOWN);
        }

        private MixedWindows mixed(StepColumn column, Consumer consumer) {
            MixedWindows mixed = new MixedWindows(grid, column.steps(), consumer.windows());
            @Nullable FloatHistogram @Nullable [] histograms = column.histograms();
            for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
                FloatHistogram histogram = histograms == null ? null : histograms[k];
                mixed.add(points.timeAt(k), column.values()[k], unhinted(histogram));
            }
            return mixed;
        }
    }
}
