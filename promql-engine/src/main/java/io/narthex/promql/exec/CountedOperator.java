package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the values that an operator gives, for the limit on samples; otherwise transparent.
final class CountedOperator implements Operator {
    private final Operator inner;
    private final long limit;

    /// Values given by tiles that have ended.
    private final AtomicLong given = new AtomicLong();

    /// @param limit most samples the query may hold at once
    CountedOperator(Operator inner, long limit) {
        this.inner = inner;
        this.limit = limit;
    }

    @Override
    public Rows rows() {
        return inner.rows();
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
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
        return inner instanceof TimedOperator timed ? timed.inner() : inner;
    }

    /// What measures the operator, where the query is analyzed.
    @Nullable TimedOperator timed() {
        return inner instanceof TimedOperator timed ? timed : null;
    }

    @Override
    public List<Operator> children() {
        return inner.children();
    }

    @Override
    public String describe() {
        return inner.describe();
    }

    private static final class Count {
        long values;
    }
}
