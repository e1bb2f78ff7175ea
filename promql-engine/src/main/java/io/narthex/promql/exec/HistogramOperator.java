package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.function.ClassicHistogram;
import io.narthex.promql.function.NativeHistogram;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A function of histograms: holds a tile of them and makes one row of each, or one per quantile.
///
/// Which rows are the buckets of which classic histogram is worked out once, when the operator is
/// built. Where a classic and a native histogram with equal labels meet, there is no value.
final class HistogramOperator implements Operator {
    /// What is asked, and the label by which its rows are told from those of the others.
    ///
    /// @param value null where nothing else is asked
    /// @param scalar the scalar argument that decides whether this is asked at a step; -1 where it
    ///     is asked at each
    /// @param asked what the scalar has to be
    record Question(HistogramMeasure measure, @Nullable String value, int scalar, double asked) {
        /// What is asked at every step.
        static Question always(HistogramMeasure measure, @Nullable String value) {
            return new Question(measure, value, -1, 0);
        }

        boolean isAsked(double[][] scalars, int k) {
            return scalar < 0
                    || scalars[scalar][k] == asked
                    || (Double.isNaN(asked) && Double.isNaN(scalars[scalar][k]));
        }
    }

    /// Reading the buckets of a step costs about as much as adding up so many numbers.
    private static final int ROUND_A_STEP = 64;

    private final String name;
    private final List<Question> questions;
    private final ScalarArguments scalars;
    private final Operator input;
    private final List<QuantileCheck> checks;
    private final HistogramGroups groups;
    private final HistogramFindings findings;
    private final RowCache cache;
    private final Rows rows;
    private final DistinctRows distinct;

    /// @param label of the questions' values; empty where there is one question only
    /// @param scalars the function's scalar arguments
    /// @param input the vector
    /// @param vector its node
    /// @param checks by scalar argument; empty where they are no quantiles
    HistogramOperator(
            String name,
            String label,
            List<Question> questions,
            ScalarArguments scalars,
            Operator input,
            LogicalNode vector,
            List<QuantileCheck> checks,
            QueryContext context) {
        this.name = name;
        this.questions = questions;
        this.scalars = scalars;
        this.input = input;
        this.checks = checks;
        this.groups = HistogramGroups.among(input.rows(), context);
        this.cache = context.rowCache();
        boolean atEnd = context.delayedNameRemoval();
        this.rows = new NamelessRows(answers(label), atEnd);
        this.distinct = atEnd ? DistinctRows.unchecked() : DistinctRows.of(rows, context);
        this.findings = new HistogramFindings(groups.rows(), vector.position(), context);
    }

    private Rows answers(String label) {
        if (label.isEmpty()) {
            return groups.rows();
        }
        List<Labels> all = new ArrayList<>();
        for (Question question : questions) {
            for (int row = 0; row < groups.rows().size(); row++) {
                String value = question.value() == null ? "" : question.value();
                all.add(groups.rows().labels(row).with(label, value));
            }
        }
        return Rows.of(all);
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        double[][] values = scalars.evaluate(tile, worker);
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).all(values[i], worker);
        }
        try (HeldTile held = HeldTile.of(input, tile, worker)) {
            DistinctRows.Check seen = distinct.check();
            Evaluation evaluation = new Evaluation(held, values, tile, worker);
            int row = 0;
            for (Question question : questions) {
                for (int h = 0; h < groups.rows().size(); h++, row++) {
                    worker.worked((long) tile.count() * ROUND_A_STEP);
                    StepColumn column = evaluation.answer(question, h);
                    if (!column.isEmpty()) {
                        seen.seen(row, column);
                        sink.row(row, column);
                    }
                }
            }
        }
    }

    /// One tile.
    private final class Evaluation {
        private final HeldTile held;
        private final double[][] scalars;
        private final StepTile tile;
        private final Worker worker;
        private final StepColumn column;

        Evaluation(HeldTile held, double[][] scalars, StepTile tile, Worker worker) {
            this.held = held;
            this.scalars = scalars;
            this.tile = tile;
            this.worker = worker;
            this.column = new StepColumn(tile.count());
        }

        /// @param h a classic histogram, or behind these a stranger
        StepColumn answer(Question question, int h) {
            column.reset(tile.count());
            if (h < groups.classic()) {
                classic(question, h);
            } else {
                strange(question, h - groups.classic(), h);
            }
            return column;
        }

        private ClassicBuckets buckets(int group) {
            ClassicBuckets buckets = ClassicBuckets.of(groups, group, held);
            if (!groups.includesNativesAmongBuckets() && buckets.hasNatives()) {
                throw cache.nativesAmongBuckets();
            }
            return buckets;
        }

        private void classic(Question question, int group) {
            ClassicHistogram histogram =
                    worker.state(
                            HistogramOperator.this, ClassicHistogram.class, ClassicHistogram::new);
            ClassicBuckets buckets = buckets(group);
            int twin = groups.nativeOf(group);
            StepColumn natives = twin < 0 ? null : held.column(groups.strangers()[twin]);
            for (int k = 0; k < tile.count(); k++) {
                buckets.read(k, histogram);
                if (histogram.isEmpty()) {
                    continue;
                }
                if (natives != null && histogramAt(natives, k) != null) {
                    findings.mixed(group, worker);
                    continue;
                }
                if (!question.isAsked(scalars, k)) {
                    continue;
                }
                column.set(k, question.measure().of(histogram, scalars, k));
                if (histogram.wasForced()) {
                    findings.forced(group, histogram, tile.timeAt(k), worker);
                }
            }
        }

        private void strange(Question question, int stranger, int row) {
            StepColumn samples = held.column(groups.strangers()[stranger]);
            if (samples == null) {
                return;
            }
            int twin = groups.classicOf(stranger);
            ClassicBuckets buckets = twin < 0 ? ClassicBuckets.NONE : buckets(twin);
            for (int k = samples.nextPresent(0); k >= 0; k = samples.nextPresent(k + 1)) {
                FloatHistogram h = histogramAt(samples, k);
                if (h == null && !groups.isBucket(stranger)) {
                    findings.noBucket(row, worker);
                } else if (h != null && !buckets.isPresent(k) && question.isAsked(scalars, k)) {
                    NativeHistogram.Reading reading = question.measure().of(h, scalars, k);
                    column.set(k, reading.value());
                    findings.nans(reading.effect(), row, worker);
                }
            }
        }
    }

    private static @Nullable FloatHistogram histogramAt(StepColumn column, int k) {
        var histograms = column.histograms();
        return histograms == null || !column.isPresent(k) ? null : histograms[k];
    }

    @Override
    public List<Operator> children() {
        List<Operator> all = new ArrayList<>(scalars.operators());
        all.add(input);
        return List.copyOf(all);
    }

    @Override
    public String describe() {
        return name + ", " + groups.classic() + " classic histograms";
    }
}
