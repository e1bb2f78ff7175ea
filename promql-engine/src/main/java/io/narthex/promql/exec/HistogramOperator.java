package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.promql.function.ClassicHistogram;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A function of classic histograms: holds a tile of buckets and makes one row of each histogram.
///
/// Which rows are whose buckets is worked out once, when the operator is built.
final class HistogramOperator implements Operator {
    /// What is asked of a histogram.
    @FunctionalInterface
    interface Measure {
        /// @param k the step, for the scalars
        double of(ClassicHistogram histogram, double[][] scalars, int k);
    }

    private final String name;
    private final Measure measure;
    private final ScalarArguments scalars;
    private final Operator input;
    private final @Nullable QuantileCheck check;
    private final HistogramGroups groups;
    private final Rows rows;
    private final DistinctRows distinct;

    /// Of the vector in the query text.
    private final PositionRange position;

    private final QueryContext context;

    /// Per histogram the steps of the query at which its counts were raised: where tiles overlap or
    /// repeat, as in subqueries, a step counts once. Guards itself.
    private final Map<Integer, BitSet> forced = new HashMap<>();

    /// @param scalars the arguments before the vector
    /// @param input the vector
    HistogramOperator(
            LogicalNode.Call node,
            Measure measure,
            ScalarArguments scalars,
            Operator input,
            @Nullable QuantileCheck check,
            QueryContext context) {
        this.name = node.name();
        this.measure = measure;
        this.scalars = scalars;
        this.input = input;
        this.check = check;
        this.groups = HistogramGroups.among(input.rows(), context);
        boolean atEnd = context.delayedNameRemoval();
        this.rows = new NamelessRows(groups.rows(), atEnd);
        this.distinct = atEnd ? DistinctRows.unchecked() : DistinctRows.of(rows);
        this.position = node.args().getLast().position();
        this.context = context;
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        double[][] values = scalars.evaluate(tile, worker);
        if (check != null) {
            check.all(values[0], worker);
        }
        try (HeldTile held = HeldTile.of(input, tile, worker)) {
            for (int row : groups.strangers()) {
                if (held.column(row) != null) {
                    warnOf(row, worker);
                }
            }
            DistinctRows.Check seen = distinct.check();
            StepColumn column = new StepColumn(tile.count());
            for (int group = 0; group < rows.size(); group++) {
                if ((group & 63) == 0) {
                    worker.checkpoint();
                }
                column.reset(tile.count());
                measure(group, buckets(group, held), values, tile, worker, column);
                if (!column.isEmpty()) {
                    seen.seen(group, column);
                    sink.row(group, column);
                }
            }
        }
    }

    private void measure(
            int group,
            Buckets buckets,
            double[][] scalars,
            StepTile tile,
            Worker worker,
            StepColumn column) {
        ClassicHistogram histogram =
                worker.state(this, ClassicHistogram.class, ClassicHistogram::new);
        for (int k = 0; k < tile.count(); k++) {
            buckets.read(k, histogram);
            if (!histogram.isEmpty()) {
                column.set(k, measure.of(histogram, scalars, k));
                if (histogram.wasForced()) {
                    tell(group, histogram, tile.timeAt(k), worker);
                }
            }
        }
    }

    private Buckets buckets(int group, HeldTile held) {
        int[] inputRows = groups.buckets(group);
        @Nullable StepColumn[] columns = new @Nullable StepColumn[inputRows.length];
        for (int i = 0; i < columns.length; i++) {
            StepColumn column = held.column(inputRows[i]);
            if (column != null) {
                NativeHistograms.refuse(column, name);
            }
            columns[i] = column;
        }
        return new Buckets(groups.bounds(group), columns);
    }

    /// The buckets of one histogram over a tile.
    private record Buckets(double[] bounds, @Nullable StepColumn[] columns) {
        void read(int k, ClassicHistogram into) {
            into.clear();
            for (int i = 0; i < bounds.length; i++) {
                StepColumn column = columns[i];
                if (column != null && column.isPresent(k)) {
                    into.add(bounds[i], column.values()[k]);
                }
            }
        }
    }

    private void warnOf(int row, Worker worker) {
        StringBuilder text =
                new StringBuilder("bucket label \"le\" is missing or has a malformed value of ");
        Labels labels = input.rows().labels(row);
        LabelsText.quote(text, labels.getOrEmpty(Labels.BUCKET));
        appendName(text, labels.metricName());
        worker.annotations().warning(text.toString(), position);
    }

    private void tell(int group, ClassicHistogram histogram, long time, Worker worker) {
        if (!isFirst(group, time)) {
            return;
        }
        StringBuilder subject = new StringBuilder(ForcedMonotonicity.SUBJECT);
        appendName(subject, groups.rows().labels(group).metricName());
        long at = context.isRange() ? time : context.start();
        worker.annotations()
                .merge(
                        new ForcedMonotonicity(
                                subject.toString(),
                                histogram.lowestForced(),
                                histogram.highestForced(),
                                histogram.largestForced(),
                                1,
                                at,
                                at),
                        position);
    }

    private boolean isFirst(int group, long time) {
        int step = context.isRange() ? (int) ((time - context.start()) / context.step()) : 0;
        synchronized (forced) {
            BitSet steps = forced.computeIfAbsent(group, _ -> new BitSet());
            boolean known = steps.get(step);
            steps.set(step);
            return !known;
        }
    }

    /// The metric is named only where names are still there.
    private void appendName(StringBuilder text, String metric) {
        if (context.delayedNameRemoval() && !metric.isEmpty()) {
            LabelsText.quote(text.append(" for metric name "), metric);
        }
    }

    @Override
    public List<Operator> children() {
        List<Operator> all = new ArrayList<>(scalars.operators());
        all.add(input);
        return List.copyOf(all);
    }

    @Override
    public String describe() {
        return name + ", " + rows.size() + " classic histograms";
    }
}
