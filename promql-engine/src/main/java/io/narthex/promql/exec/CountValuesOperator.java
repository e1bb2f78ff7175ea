package io.narthex.promql.exec;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.QueryException;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `count_values`: the values are its rows' labels.
///
/// Rows must be known before the first tile, and these depend on the data. So the first who asks
/// for them has the input counted over all steps, by tiles as always; what is kept are the counts.
///
/// Thread safety: safe for concurrent calls.
final class CountValuesOperator implements Operator {
    /// Finding a value costs as much as adding up so many; writing a histogram as text even more.
    private static final int VALUE = 16;
    private static final int HISTOGRAM = 2048;

    private final LogicalNode.Aggregate node;
    private final String label;
    private final Operator input;
    private final QueryContext context;

    /// Guarded by this: what was counted, once it was.
    private @Nullable Counted counted;

    private record Counted(List<ValueCounts.Series> series, Rows rows, EarlySamples samples) {}

    private CountValuesOperator(
            LogicalNode.Aggregate node, String label, Operator input, QueryContext context) {
        this.node = node;
        this.label = label;
        this.input = input;
        this.context = context;
    }

    /// @throws QueryException.Execution if the label's name is none
    static Operator of(LogicalNode.Aggregate node, Operator input, QueryContext context) {
        if (!(node.param() instanceof LogicalNode.Text text)) {
            throw new IllegalStateException("BUG: count_values without a label");
        }
        String label = text.value();
        if (label.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
            StringBuilder message = new StringBuilder("invalid label name ");
            LabelsText.quote(message, label);
            throw new QueryException.Execution(message.toString());
        }
        return new CountValuesOperator(node, label, input, context);
    }

    @Override
    public Rows rows() {
        return counted().rows;
    }

    private synchronized Counted counted() {
        Counted known = counted;
        if (known == null) {
            known = count();
            counted = known;
        }
        return known;
    }

    private Counted count() {
        ValueCounts counts = new ValueCounts(node, label, input.rows(), context);
        Worker worker = new Worker(context);
        EarlySamples samples = new EarlySamples(context);
        int first = 0;
        for (StepTile tile : tiles()) {
            StepSamples counted = worker.samples().begin(samples.begin(tile));
            try (HeldTile held = HeldTile.of(input, tile, worker)) {
                for (int k = 0; k < tile.count(); k++) {
                    worker.checkpoint();
                    count(held, k, first + k, counts, worker);
                }
            }
            samples.add(counted);
            first += tile.count();
        }
        List<ValueCounts.Series> series = counts.sorted();
        List<Labels> labels = new ArrayList<>(series.size());
        for (ValueCounts.Series s : series) {
            labels.add(s.labels);
        }
        return new Counted(series, Rows.of(labels), samples);
    }

    private List<StepTile> tiles() {
        int rows = input.rows().size();
        long limit = context.budget().limit();
        return Tiles.cut(context.start(), context.end(), context.step(), rows, limit);
    }

    private static void count(HeldTile held, int k, int step, ValueCounts into, Worker worker) {
        for (int row = 0; row < held.rows(); row++) {
            StepColumn column = held.column(row);
            if (column != null && column.isPresent(k)) {
                FloatHistogram histogram = column.histogramAt(k);
                if (histogram == null) {
                    worker.worked(VALUE);
                    into.add(row, step, column.values()[k]);
                } else {
                    worker.worked(HISTOGRAM);
                    into.add(row, step, histogram);
                }
            }
        }
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        Counted all = counted();
        all.samples.account(tile, worker);
        int first =
                context.isRange() ? (int) ((tile.start() - context.start()) / context.step()) : 0;
        StepColumn column = new StepColumn(tile.count());
        for (int row = 0; row < all.series.size(); row++) {
            column.reset(tile.count());
            all.series.get(row).read(first, column);
            if (!column.isEmpty()) {
                sink.row(row, column);
            }
        }
    }

    @Override
    public List<Operator> children() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "CountValues " + label;
    }
}
