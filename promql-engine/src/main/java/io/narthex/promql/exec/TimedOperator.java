package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/// Measures an operator for `explain`; otherwise transparent. Only queries that are analyzed have
/// these.
///
/// A row goes up to the sink while the operator below still runs, so each worker has one stopwatch
/// that runs for one operator at a time. It is handed over whenever an operator is entered or left,
/// or a row goes up.
///
/// Thread safety: as all operators; what was measured may be read when all tiles have ended.
final class TimedOperator extends TransparentOperator {
    private final LongAdder nanos = new LongAdder();
    private final LongAdder samples = new LongAdder();

    /// Rows given by tiles that have ended; guards itself.
    private final BitSet given = new BitSet();

    TimedOperator(Operator inner) {
        super(inner);
    }

    @Override
    public void evaluate(StepTile tile, Worker worker, RowSink sink) {
        Stopwatch watch =
                worker.threadState(Stopwatch.class, Stopwatch.class, () -> new Stopwatch(worker));
        TimedOperator above = watch.running;
        BitSet rows = new BitSet();
        watch.runFor(this);
        try {
            inner.evaluate(
                    tile,
                    worker,
                    (row, column) -> {
                        if (!column.isEmpty()) {
                            rows.set(row);
                        }
                        watch.runFor(above);
                        sink.row(row, column);
                        watch.runFor(this);
                    });
        } finally {
            watch.runFor(above);
        }
        synchronized (given) {
            given.or(rows);
        }
    }

    /// Rows that had a value at any step.
    long givenRows() {
        synchronized (given) {
            return given.cardinality();
        }
    }

    /// Time in this operator and none of its inputs, summed over threads.
    long selfNanos() {
        return nanos.sum();
    }

    /// Samples this operator itself looked at.
    long samplesRead() {
        return samples.sum();
    }

    /// The operator itself.
    Operator inner() {
        return inner;
    }

    /// One worker's stopwatch.
    private static final class Stopwatch {
        private final Worker worker;
        private @Nullable TimedOperator running;
        private long nanos;
        private long samples;

        Stopwatch(Worker worker) {
            this.worker = worker;
        }

        void runFor(@Nullable TimedOperator next) {
            long nanosNow = System.nanoTime();
            long samplesNow = worker.samples().all();
            if (running != null) {
                running.nanos.add(nanosNow - nanos);
                running.samples.add(samplesNow - samples);
            }
            running = next;
            nanos = nanosNow;
            samples = samplesNow;
        }
    }
}
