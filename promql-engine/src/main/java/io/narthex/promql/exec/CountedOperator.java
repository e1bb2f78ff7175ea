package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the values that an operator gives, for the limit on samples; otherwise transparent.
final class CountedOperator extends TransparentOperator {
    private final long limit;

    /// Values given by tiles that have ended.
    private final AtomicLong given = new AtomicLong();

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
        Count count = new Count();
        long before = given.get();
        inner.evaluate(
                tile,
                worker,
                (row, column) -> {
                    count.values += column.cardinality();
                    // The whole accounting comes at the end; this stops the worst early.
                    if (before + count.values > limit) {
                        throw SampleAccount.tooMany();
                    }
                    sink.row(row, column);
                });
        given.addAndGet(count.values);
    }

    /// Values given so far.
    long given() {
        return given.get();
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
    }
}
