package io.narthex.promql.exec;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ReadReport;
import io.narthex.promql.window.MixedWindows;
import io.narthex.promql.window.WindowPlan;
import io.narthex.promql.window.Windows;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `absent_over_time`: 1 at the steps whose windows hold no sample of any series.
final class AbsentOverTimeOperator implements Operator {
    private final WindowSource source;
    private final Rows rows;

    /// @param labels of the result; see [#labelsOf]
    AbsentOverTimeOperator(WindowSource source, Labels labels) {
        this.source = source;
        this.rows = Rows.of(List.of(labels));
    }

    /// The labels that a selector fixes. A label that is named again, or not by `=`, is none.
    static Labels labelsOf(List<LabelMatcher> matchers) {
        Labels.Builder labels = new Labels.Builder();
        Set<String> fixed = new HashSet<>();
        for (LabelMatcher m : matchers) {
            if (m.name().equals(Labels.NAME)) {
                continue;
            }
            if (m.type() == LabelMatcher.Type.EQUAL && fixed.add(m.name())) {
                labels.set(m.name(), m.value());
            } else {
                labels.remove(m.name());
            }
        }
        return labels.build();
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        long[] seen = new long[tile.words()];
        source.windows(tile, worker, new Collector(source, seen, worker, new Windows()));
        StepColumn column = new StepColumn(tile.count());
        column.setMissing(seen, 1);
        sink.row(0, column);
    }

    /// Notes the windows that hold samples.
    private record Collector(WindowSource source, long[] seen, Worker worker, Windows windows)
            implements WindowSource.Consumer {
        @Override
        public void series(int row, WindowPlan plan, double[] values, boolean noDrop) {
            worker.samples().addWindows(plan, source);
            see(plan);
        }

        private void see(WindowPlan plan) {
            for (int w = 0; w < seen.length; w++) {
                seen[w] |= plan.atLeastOne()[w];
            }
        }

        @Override
        public void mixed(int row, MixedWindows samples) {
            worker.samples().addWindows(samples, source);
            see(samples.all());
        }
    }

    @Override
    public List<Operator> children() {
        return source.children();
    }

    @Override
    public String describe() {
        return "AbsentOverTime: " + source.describe();
    }

    @Override
    public @Nullable ReadReport reads() {
        return source.reads();
    }
}
