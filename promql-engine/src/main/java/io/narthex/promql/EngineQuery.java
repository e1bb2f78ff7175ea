package io.narthex.promql;

import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.promql.exec.ByteBudget;
import io.narthex.promql.exec.NativesAmongBuckets;
import io.narthex.promql.exec.Operator;
import io.narthex.promql.exec.OperatorFactory;
import io.narthex.promql.exec.OperatorReport;
import io.narthex.promql.exec.QueryContext;
import io.narthex.promql.exec.QuerySamples;
import io.narthex.promql.exec.RangeVectorRows;
import io.narthex.promql.exec.ResultRows;
import io.narthex.promql.exec.RowCache;
import io.narthex.promql.exec.SampleAccount;
import io.narthex.promql.exec.StepTile;
import io.narthex.promql.exec.TileRun;
import io.narthex.promql.exec.Tiles;
import io.narthex.promql.exec.WorkGroup;
import io.narthex.promql.exec.Worker;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ValueType;
import io.narthex.promql.plan.DataRange;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.plan.PlanText;
import io.narthex.promql.plan.Planner;
import io.narthex.promql.plan.QueryTimes;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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
    /// @param rowCaches by store, for as long as the store is there; guards itself
    record Shared(
            EngineOptions options,
            AdmissionGate gate,
            Set<EngineQuery> running,
            WeakHashMap<Queryable, RowCache> rowCaches) {
        RowCache rowCache(Queryable store) {
            synchronized (rowCaches) {
                return rowCaches.computeIfAbsent(store, _ -> new RowCache());
            }
        }
    }

    /// What is known of a query before it runs.
    ///
    /// @param nanos how long it took to find that out
    record Prepared(Expr expression, LogicalNode plan, long nanos) {}

    private final QueryRequest request;
    private final Expr expression;
    private final LogicalNode plan;
    private final Queryable storage;
    private final Shared shared;
    private final EngineOptions options;
    private final WorkGroup group;
    private final long prepareNanos;
    private final AtomicBoolean started = new AtomicBoolean();

    /// The snapshot, from the moment it is opened.
    private volatile @Nullable Querier querier;

    /// @param group the threads that made the plan and will run it
    EngineQuery(
            QueryRequest request,
            Prepared prepared,
            Queryable storage,
            Shared shared,
            WorkGroup group) {
        this.request = request;
        this.expression = prepared.expression;
        this.plan = prepared.plan;
        this.storage = storage;
        this.shared = shared;
        this.options = shared.options;
        this.group = group;
        this.prepareNanos = prepared.nanos;
    }

    @Override
    public Expr expression() {
        return expression;
    }

    @Override
    public void cancel() {
        group.cancellation().cancel();
        shared.gate.wake();
        group.wake();
    }

    @Override
    public QueryResult run() {
        long queued = System.nanoTime();
        return admitted(() -> evaluate(System.nanoTime() - queued, false).result);
    }

    @Override
    public Explanation explain(boolean analyze) {
        long queued = System.nanoTime();
        return admitted(() -> explanation(analyze, System.nanoTime() - queued));
    }

    private Explanation explanation(boolean analyze, long queueNanos) {
        if (analyze) {
            Run run = evaluate(queueNanos, true);
            return onWorker(() -> explained(run.evaluated.root, run.result.stats()));
        }
        boolean rows = !(plan.type() == ValueType.STRING || plan.type() == ValueType.MATRIX);
        if (!rows) {
            return onWorker(() -> explained(null, null));
        }
        Operator root = restartable(onWorker(() -> open(false)), c -> onWorker(() -> build(c)));
        return onWorker(() -> explained(root, null));
    }

    private Explanation explained(@Nullable Operator root, @Nullable QueryStats stats) {
        LogicalNode plain = Planner.translate(expression, times(request, options));
        return new Explanation(
                expression,
                ExpressionTree.of(expression, request.query()),
                PlanText.tree(plain),
                PlanText.rewrites(plain, options.disabledOptimizers()),
                root == null ? null : OperatorReport.of(root),
                stats);
    }

    /// The times that a plan depends on.
    static QueryTimes times(QueryRequest request, EngineOptions options) {
        return new QueryTimes(
                request.start(), request.end(), request.step(), options.subqueryStep().toMillis());
    }

    /// Does the query's one piece of work when there is a place for it, then lets the store go.
    private <T> T admitted(Supplier<T> work) {
        if (started.getAndSet(true)) {
            throw new IllegalStateException("a query runs once");
        }
        shared.running.add(this);
        try {
            shared.gate.enter(group.cancellation());
            try {
                return work.get();
            } finally {
                closeQuerier();
                shared.gate.leave();
            }
        } finally {
            shared.running.remove(this);
        }
    }

    /// No worker uses the snapshot any more: whoever waits for workers waits until they have ended.
    private void closeQuerier() {
        Querier opened = querier;
        if (opened != null) {
            opened.close();
        }
    }

    /// @param evaluated where the result comes from
    private record Run(QueryResult result, Evaluated evaluated) {}

    private Run evaluate(long queueNanos, boolean analyzed) {
        long start = System.nanoTime();
        Evaluated value = restartable(onWorker(() -> open(analyzed)), this::value);
        QueryResult result =
                new QueryResult(
                        value.value,
                        value.context.annotations().warnings(),
                        value.context.annotations().infos(),
                        new QueryStats(
                                value.samples.queryable(),
                                value.samples.read(),
                                value.samples.perStep(),
                                value.peakSamples,
                                value.context.budget().peak(),
                                prepareNanos + value.builtAt - start,
                                System.nanoTime() - value.builtAt,
                                queueNanos));
        return new Run(result, value);
    }

    /// Does something, and again if rows have to be laid out anew.
    private <T> T restartable(QueryContext context, Function<QueryContext, T> work) {
        try {
            return work.apply(context);
        } catch (NativesAmongBuckets _) {
            return work.apply(context.restarted(new Annotations(request.query())));
        }
    }

    private QueryContext open(boolean analyzed) {
        Duration asked = request.lookback();
        long lookback = (asked == null ? options.lookback() : asked).toMillis();
        return new QueryContext(
                querier(lookback),
                request.start(),
                request.end(),
                request.step(),
                lookback,
                options,
                new Annotations(request.query()),
                new ByteBudget(options.maxBytes()),
                group.cancellation(),
                shared.rowCache(storage),
                analyzed);
    }

    private Querier querier(long lookback) {
        DataRange data = DataRange.of(plan, request.start(), request.end(), lookback);
        if (data.isEmpty()) {
            data = new DataRange(request.start(), request.end());
        }
        try {
            Querier opened = storage.querier(data.mint(), data.maxt());
            querier = opened;
            return opened;
        } catch (QueryException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new QueryException.Storage("opening the store failed: " + e.getMessage(), e);
        }
    }

    private Operator build(QueryContext context) {
        return new OperatorFactory(context, plan).build(plan);
    }

    /// @param builtAt when selecting was over and evaluation began
    /// @param root null where the value comes from no operators
    /// @param context of the run that gave the value
    private record Evaluated(
            Value value,
            QuerySamples samples,
            long peakSamples,
            long builtAt,
            @Nullable Operator root,
            QueryContext context) {}

    private Evaluated value(QueryContext context) {
        return switch (plan) {
            case LogicalNode.Text text ->
                    new Evaluated(
                            new Value.Text(request.start(), text.value()),
                            samples(context),
                            0,
                            System.nanoTime(),
                            null,
                            context);
            case LogicalNode.RangeSelector _, LogicalNode.Subquery _ -> rangeVector(context);
            default -> rows(context);
        };
    }

    private Evaluated rangeVector(QueryContext context) {
        QuerySamples samples = samples(context);
        RangeVectorRows rows = onWorker(() -> RangeVectorRows.of(plan, samples, context));
        long built = System.nanoTime();
        Worker worker = new Worker(context);
        Value value = onWorker(() -> rows.read(worker));
        long peak = rows.peakSamples(context);
        return new Evaluated(value, samples, peak, built, null, context);
    }

    private Evaluated rows(QueryContext context) {
        Operator root = onWorker(() -> build(context));
        long built = System.nanoTime();
        List<StepTile> tiles = onWorker(() -> Tiles.cut(context, root));
        ResultRows rows = new ResultRows(root.rows(), tiles, context);
        QuerySamples samples = samples(context);
        new TileRun(root, tiles, rows::sink, samples, context, group).run();
        return onWorker(
                () -> {
                    long steps = Tiles.steps(tiles);
                    long peak = SampleAccount.peak(root, steps, options.maxSamples());
                    return new Evaluated(collect(rows), samples, peak, built, root, context);
                });
    }

    private QuerySamples samples(QueryContext context) {
        boolean perStep = request.perStepStats() && options.features().perStepStats();
        return new QuerySamples(context, perStep);
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

    private <T> T onWorker(Supplier<T> work) {
        return group.call(work, PHASE);
    }
}
