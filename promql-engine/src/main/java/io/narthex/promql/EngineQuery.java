package io.narthex.promql;

import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.promql.exec.ByteBudget;
import io.narthex.promql.exec.Cancellation;
import io.narthex.promql.exec.Failures;
import io.narthex.promql.exec.Operator;
import io.narthex.promql.exec.OperatorFactory;
import io.narthex.promql.exec.QueryContext;
import io.narthex.promql.exec.RangeVectorRows;
import io.narthex.promql.exec.ResultRows;
import io.narthex.promql.exec.SampleAccount;
import io.narthex.promql.exec.StepTile;
import io.narthex.promql.exec.TileRun;
import io.narthex.promql.exec.Tiles;
import io.narthex.promql.exec.WorkGroup;
import io.narthex.promql.exec.Worker;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.plan.DataRange;
import io.narthex.promql.plan.LogicalNode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// One planned query and its one run: wait for a place, open a snapshot, build operators, evaluate
/// tiles, collect the value.
///
/// All of it but the waiting happens on the engine's threads.
final class EngineQuery implements Query {
    /// The phase that error messages name outside the evaluation of operators.
    private static final String PHASE = "query execution";

    /// What all queries of an engine share.
    ///
    /// @param running the queries that run now, for closing the engine
    record Shared(
            EngineOptions options,
            AdmissionGate gate,
            Executor threads,
            Set<EngineQuery> running) {}

    private final QueryRequest request;
    private final LogicalNode plan;
    private final Queryable storage;
    private final EngineOptions options;
    private final AdmissionGate gate;
    private final Set<EngineQuery> running;
    private final Cancellation cancellation;
    private final WorkGroup group;
    private final long prepareNanos;
    private final AtomicBoolean started = new AtomicBoolean();

    EngineQuery(
            QueryRequest request,
            LogicalNode plan,
            Queryable storage,
            Shared shared,
            long prepareNanos) {
        this.request = request;
        this.plan = plan;
        this.storage = storage;
        this.options = shared.options;
        this.gate = shared.gate;
        this.running = shared.running;
        this.prepareNanos = prepareNanos;
        this.cancellation = new Cancellation(System.nanoTime() + timeoutNanos());
        this.group = new WorkGroup(shared.threads, cancellation);
    }

    private long timeoutNanos() {
        Duration asked = request.timeout();
        Duration limit = options.timeout();
        return (asked == null || asked.compareTo(limit) > 0 ? limit : asked).toNanos();
    }

    @Override
    public void cancel() {
        cancellation.cancel();
        gate.wake();
        group.wake();
    }

    @Override
    public QueryResult run() {
        if (started.getAndSet(true)) {
            throw new IllegalStateException("a query runs once");
        }
        long queued = System.nanoTime();
        running.add(this);
        try {
            gate.enter(cancellation);
            try {
                return evaluate(System.nanoTime() - queued);
            } finally {
                gate.leave();
            }
        } finally {
            running.remove(this);
        }
    }

    private QueryResult evaluate(long queueNanos) {
        long start = System.nanoTime();
        Annotations annotations = new Annotations(request.query());
        try (Querier querier = onWorker(() -> open(dataRange()))) {
            QueryContext context = context(querier, annotations);
            Evaluated value = value(context);
            return new QueryResult(
                    value.value,
                    annotations.warnings(),
                    annotations.infos(),
                    new QueryStats(
                            value.queryableSamples,
                            value.peakSamples,
                            prepareNanos + value.builtAt - start,
                            System.nanoTime() - value.builtAt,
                            queueNanos));
        }
    }

    private DataRange dataRange() {
        DataRange data = DataRange.of(plan, request.start(), request.end(), lookback());
        return data.isEmpty() ? new DataRange(request.start(), request.end()) : data;
    }

    private long lookback() {
        return (request.lookback() == null ? options.lookback() : request.lookback()).toMillis();
    }

    private QueryContext context(Querier querier, Annotations annotations) {
        return new QueryContext(
                querier,
                request.start(),
                request.end(),
                request.step(),
                lookback(),
                options,
                annotations,
                new ByteBudget(options.maxBytes()),
                cancellation);
    }

    /// @param builtAt when selecting was over and evaluation began
    private record Evaluated(Value value, long queryableSamples, long peakSamples, long builtAt) {}

    private Querier open(DataRange data) {
        try {
            return storage.querier(data.mint(), data.maxt());
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new QueryException.Storage("opening the store failed: " + e.getMessage(), e);
        }
    }

    private Evaluated value(QueryContext context) {
        return switch (plan) {
            case LogicalNode.Text text ->
                    new Evaluated(
                            new Value.Text(request.start(), text.value()), 0, 0, System.nanoTime());
            case LogicalNode.RangeSelector _, LogicalNode.Subquery _ -> rangeVector(context);
            default -> rows(context);
        };
    }

    private Evaluated rangeVector(QueryContext context) {
        RangeVectorRows rows = onWorker(() -> RangeVectorRows.of(plan, context));
        long built = System.nanoTime();
        Worker worker = new Worker(context);
        Value value = onWorker(() -> rows.read(worker));
        long samples = worker.samples().queryable();
        return new Evaluated(value, samples, samples, built);
    }

    private Evaluated rows(QueryContext context) {
        Operator root = onWorker(() -> new OperatorFactory(context).build(plan));
        long built = System.nanoTime();
        List<StepTile> tiles =
                Tiles.cut(
                        context.start(),
                        context.end(),
                        context.step(),
                        Tiles.mostRows(root),
                        options.maxBytes());
        ResultRows rows = new ResultRows(root.rows(), tiles, context.budget());
        TileRun run = new TileRun(root, tiles, rows::sink, context, group);
        run.run();
        StepTile last = tiles.getLast();
        long steps = (long) last.index() * tiles.getFirst().count() + last.count();
        long peak = SampleAccount.peak(root, steps, options.maxSamples());
        Value value = onWorker(() -> collect(rows));
        return new Evaluated(value, run.queryableSamples(), peak, built);
    }

    /// Shows the plan and the operators, with the series that were selected.
    String explain() {
        if (plan.type() == ValueType.STRING || plan.type() == ValueType.MATRIX) {
            return Explain.render(plan, null);
        }
        try (Querier querier = onWorker(() -> open(dataRange()))) {
            QueryContext context = context(querier, new Annotations(request.query()));
            return onWorker(() -> Explain.render(plan, new OperatorFactory(context).build(plan)));
        }
    }

    private Value collect(ResultRows rows) {
        if (!request.isInstant()) {
            return rows.matrix();
        }
        Value.Vector vector = rows.vector();
        return plan.type() == ValueType.SCALAR
                ? new Value.Scalar(request.start(), vector.samples().getFirst().value())
                : vector;
    }

    /// Runs something on an engine thread and waits.
    private <T> T onWorker(Supplier<T> work) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        group.submit(
                () -> {
                    try {
                        result.set(work.get());
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                    }
                });
        group.await(PHASE);
        Throwable failed = failure.get();
        if (failed != null) {
            throw Failures.asUnchecked(failed);
        }
        T value = result.get();
        if (value == null) {
            throw new IllegalStateException("BUG: work ended without a result");
        }
        return value;
    }
}
