package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryException;
import io.narthex.promql.Value;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.window.ExtendedRange;
import io.narthex.promql.window.ExtendedSamples;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.WindowPlan;
import io.narthex.promql.window.Windows;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The value of a bare range vector at one time: the samples themselves.
///
/// Thread safety: for one worker.
public final class RangeVectorRows {
    private final WindowSource source;
    private final StepTile tile;

    /// Null where the range vector is a plain one.
    private final @Nullable ExtendedRange extended;

    private final QuerySamples samples;
    private long held;
    private int pointsOfSubquery = 1;

    private RangeVectorRows(
            WindowSource source,
            StepTile tile,
            @Nullable ExtendedRange extended,
            QuerySamples samples) {
        this.source = source;
        this.samples = samples;
        this.tile = tile;
        this.extended = extended;
    }

    /// Prepares the rows of a range selector or subquery at the query's one time.
    ///
    /// @param samples counts what is looked at
    public static RangeVectorRows of(
            LogicalNode range, QuerySamples samples, QueryContext context) {
        StepTile tile = new StepTile(context.start(), 0, 1, 0);
        return new RangeVectorRows(
                WindowOperators.source(
                        range, WindowNeeds.NONE, new OperatorFactory(context, range), context),
                tile,
                ExtendedSelectors.range(range, context),
                samples);
    }

    /// Reads the samples.
    ///
    /// @return rows ascending by labels
    /// @throws QueryException for everything that goes wrong
    public Value.Matrix read(Worker worker) {
        List<Value.MatrixRow> rows = new ArrayList<>();
        StepSamples counted = worker.samples().begin(samples.begin(tile));
        source.windows(tile, worker, new Collector(rows, worker, new Windows()));
        rows.sort(worker.context().checking(Comparator.comparing(Value.MatrixRow::labels)));
        requireDistinct(rows);
        samples.add(tile, counted);
        return new Value.Matrix(List.copyOf(rows));
    }

    /// The most samples held at once, as Prometheus would.
    ///
    /// @throws QueryException.TooManySamples if they are more than the limit
    public long peakSamples(QueryContext context) {
        long limit = context.options().maxSamples();
        long most = held;
        for (Operator input : source.children()) {
            most = Math.max(most, SampleAccount.peak(input, pointsOfSubquery, limit));
        }
        return most;
    }

    /// Keeps each series' samples.
    private final class Collector implements WindowSource.Consumer {
        private final List<Value.MatrixRow> rows;
        private final Worker worker;
        private final Windows windows;

        Collector(List<Value.MatrixRow> rows, Worker worker, Windows windows) {
            this.rows = rows;
            this.worker = worker;
            this.windows = windows;
        }

        @Override
        public void series(int row, WindowPlan plan, double[] values, boolean noDrop) {
            if (extended == null) {
                hold(plan.samplesInWindows(), worker);
                add(row, plan, values, null);
            } else {
                add(row, ExtendedSamples.of(plan, values, extended));
            }
        }

        @Override
        public void mixed(int row, MixedWindows samples) {
            if (extended == null) {
                hold(samples.largestWindow(), worker);
                add(row, samples.all(), samples.values(), samples.samples());
            } else if (samples.hasHistograms()) {
                throw ExtendedSelectors.histograms(extended);
            } else {
                add(row, ExtendedSamples.of(samples.all(), samples.values(), extended));
            }
        }

        @Override
        public Windows windows() {
            return windows;
        }

        /// Of a subquery that stands alone, what its input looked at counts.
        @Override
        public void computed(StepSamples points) {
            worker.samples().current().add(0, points.queryable(), 0);
            pointsOfSubquery = points.steps();
        }

        private void add(
                int row,
                WindowPlan plan,
                double[] values,
                @Nullable FloatHistogram @Nullable [] histograms) {
            if (plan.isPresent(0)) {
                int from = plan.first()[0];
                int to = plan.last()[0] + 1;
                charge(to - from, histograms, from);
                rows.add(
                        new SampleRow(
                                labels(row),
                                Arrays.copyOfRange(plan.times(), from, to),
                                Arrays.copyOfRange(values, from, to),
                                histograms == null
                                        ? null
                                        : Arrays.copyOfRange(histograms, from, to)));
            }
        }

        private void add(int row, @Nullable ExtendedSamples samples) {
            if (samples != null) {
                hold(samples.times().length, worker);
                charge(samples.times().length, null, 0);
                rows.add(new SampleRow(labels(row), samples.times(), samples.values(), null));
            }
        }

        private void charge(
                int samples, @Nullable FloatHistogram @Nullable [] histograms, int from) {
            worker.budget().charge(16L * samples + 64);
            for (int i = from; histograms != null && i < from + samples; i++) {
                FloatHistogram h = histograms[i];
                worker.budget().charge(8 + (h == null ? 0 : Footprint.histogram(h)));
            }
        }
    }

    private void hold(long samples, Worker worker) {
        if (source.counting() == WindowSource.Counting.READ) {
            worker.samples().current().add(0, samples, samples);
        }
        held += samples;
        if (held > worker.context().options().maxSamples()) {
            throw SampleAccount.tooMany();
        }
    }

    private Labels labels(int row) {
        Labels labels = source.rows().labels(row);
        return source.rows().dropName(row) ? MetricNames.drop(labels) : labels;
    }

    private static void requireDistinct(List<Value.MatrixRow> sorted) {
        @Nullable Labels before = null;
        for (Value.MatrixRow row : sorted) {
            if (row.labels().equals(before)) {
                throw new QueryException.Execution(EqualRows.MESSAGE);
            }
            before = row.labels();
        }
    }
}
