package io.narthex.promql.exec;

import io.narthex.promql.window.SampleSize;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the values that an operator gives, for the limit on samples, and charges the columns it
/// works on; otherwise transparent.
final class CountedOperator extends TransparentOperator {
    private final long limit;

    /// Values given by tiles that have ended.
    private final AtomicLong given = new AtomicLong();

    /// What these count for as samples.
    private final AtomicLong samples = new AtomicLong();

    /// @param limit most samples the query may hold at once
    CountedOperator(Operator inner, long limit) {
        super(inner);
        this.limit = limit;
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        if (worker.isAgain()) {
            inner.evaluate(tile, worker, sink);
            return;
        }
        worker.scratch(this, tile.count());
        Count count = new Count();
        long before = samples.get();
        inner.evaluate(
                tile,
                worker,
                (row, column) -> {
                    count.values += column.cardinality();
                    count.samples += samples(column);
                    // The whole accounting comes at the end; this stops the worst early.
                    if (before + count.samples > limit) {
                        throw SampleAccount.tooMany();
                    }
                    if (column.histograms() == null) {
                        sink.row(row, column);
                    } else {
                        charged(row, column, worker, sink);
                    }
                });
        given.addAndGet(count.values);
        samples.addAndGet(count.samples);
    }

    private static long samples(StepColumn column) {
        if (column.histograms() == null) {
            return column.cardinality();
        }
        long samples = 0;
        for (int k = column.nextPresent(0); k >= 0; k = column.nextPresent(k + 1)) {
            samples += SampleSize.of(column.histogramAt(k));
        }
        return samples;
    }

    /// Gives a row whose histograms are there until the sink is done with it.
    private static void charged(int row, StepColumn column, Worker worker, RowSink sink) {
        long bytes = Footprint.histograms(column);
        worker.budget().charge(bytes);
        try {
            sink.row(row, column);
        } finally {
            worker.budget().release(bytes);
        }
    }

    /// Values given so far.
    long given() {
        return given.get();
    }

    /// What the values given so far count for as samples.
    long samples() {
        return samples.get();
    }

    /// The operator itself.
    Operator inner() {
        Operator own = inner instanceof TimedOperator timed ? timed.inner() : inner;
        return own instanceof SharedOperator.Reference reference ? reference.inner() : own;
    }

    /// Whether what is below is shown below another reference to it.
    boolean isShownElsewhere() {
        Operator own = inner instanceof TimedOperator timed ? timed.inner() : inner;
        return own instanceof SharedOperator.Reference reference && !reference.first();
    }

    /// What measures the operator, where the query is analyzed.
    @Nullable TimedOperator timed() {
        return inner instanceof TimedOperator timed ? timed : null;
    }

    private static final class Count {
        long values;
        long samples;
    }
}
