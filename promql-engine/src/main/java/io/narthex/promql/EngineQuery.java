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
import io.narthex.promql.exec.SharedBytes;
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

    /// One row at one step: a value, and the bit that says that there is one.
    private static final long ROW_STEP_BYTES = 9;

    /// What all queries of an engine share.
    ///
    /// @param bytes what all queries may hold together
    /// @param running the queries that run now, for closing the engine
    /// @param rowCaches by store, for as long as the store is there; guards itself
    record Shared(
            EngineOptions options,
            AdmissionGate gate,
            SharedBytes bytes,
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
    private final ByteBudget budget;
    private final AtomicBoolean started = new AtomicBoolean();

    /// Whether the query got a place, now or before.
    private volatile boolean admitted;

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
        this.budget = new ByteBudget(shared.options.maxBytes(), shared.bytes);
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
    public Progress progress() {
        return new Progress(!admitted, budget.held());
    }

    /// Workers that a failure left behind have ended, too: whoever waits for workers waits for all.
    @Override
    public void close() {
        budget.clear();
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

    @Override
    public QueryCost cost() {
        return admitted(this::estimated);
    }

    /// Building operators selects their series, and reads no samples.
    private QueryCost estimated() {
        QueryContext context = onWorker(() -> open(false));
        WatchedSelections watched = new WatchedSelections(context.querier());
        return onWorker(
                () -> {
                    QueryContext counted = context.withQuerier(watched);
                    return switch (plan.type()) {
                        case STRING -> cost(watched, 1, 1, 0);
                        case MATRIX -> {
                            RangeVectorRows _ = RangeVectorRows.of(plan, samples(counted), counted);
                            yield samplesAsTheyAre(watched);
                        }
                        case SCALAR, VECTOR -> estimate(build(counted), counted, watched);
                    };
                });
    }

    private QueryCost estimate(Operator root, QueryContext context, WatchedSelections watched) {
        List<StepTile> tiles = Tiles.cut(context, root);
        long rows = root.rows().size();
        long steps = Tiles.steps(tiles);
        long tile = (long) Tiles.mostRows(root) * tiles.getFirst().count();
        return cost(watched, rows, steps, (rows * steps + tile) * ROW_STEP_BYTES);
    }

    private static QueryCost samplesAsTheyAre(WatchedSelections watched) {
        QueryCost found = cost(watched, 0, 1, 0);
        return cost(watched, found.series(), 1, found.samples() * 2 * Long.BYTES);
    }

    private static QueryCost cost(WatchedSelections watched, long rows, long steps, long bytes) {
        List<QueryCost.Selection> all = watched.selections();
        return new QueryCost(
                all.stream().mapToLong(QueryCost.Selection::series).sum(),
                all.stream().mapToLong(QueryCost.Selection::samples).sum(),
                rows,
                steps,
                bytes,
                all);
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
        boolean done = false;
        try {
            shared.gate.enter(group.cancellation());
            admitted = true;
            try {
                T result = work.get();
                done = true;
                return result;
            } finally {
                closeQuerier();
                shared.gate.leave();
            }
        } finally {
            shared.running.remove(this);
            if (!done) {
                close();
            }
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
                budget,
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
