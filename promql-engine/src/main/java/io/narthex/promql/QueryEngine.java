package io.narthex.promql;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Queryable;
import io.narthex.promql.exec.Cancellation;
import io.narthex.promql.exec.SharedBytes;
import io.narthex.promql.exec.WorkGroup;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.promql.plan.LogicalNode;
import io.narthex.promql.plan.Planner;

import java.time.Duration;
import java.util.List;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Evaluates PromQL over any [Queryable].
///
/// Thread safety: safe for concurrent calls.
public final class QueryEngine implements AutoCloseable {
    /// Enough for the deepest expression the parser lets pass, several frames per level.
    private static final long STACK_BYTES = 16L << 20;

    private final EngineOptions options;
    private final ThreadPoolExecutor threads;
    private final EngineQuery.Shared shared;
    private final LongSupplier clock;

    /// Starts an engine with its own worker threads.
    public QueryEngine(EngineOptions options) {
        this(options, System::nanoTime);
    }

    /// @param clock by which deadlines are kept, in nanoseconds; asked whenever a query looks
    ///     whether it may go on
    QueryEngine(EngineOptions options, LongSupplier clock) {
        this.options = options;
        this.clock = clock;
        this.threads =
                new ThreadPoolExecutor(
                        options.threads(),
                        options.threads(),
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        workers());
        this.shared =
                new EngineQuery.Shared(
                        options,
                        new AdmissionGate(options.maxConcurrent(), options.maxQueued()),
                        new SharedBytes(options.totalBytes(), options.maxConcurrent()),
                        ConcurrentHashMap.newKeySet(),
                        new WeakHashMap<>());
    }

    private static ThreadFactory workers() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            String name = "narthex-query-" + count.getAndIncrement();
            Thread thread = new Thread(null, task, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }

    /// Parses and checks a query.
    ///
    /// @throws QueryException.BadQuery if the text is not valid or its type does not fit
    /// @throws QueryException.Timeout if the deadline, which counts from here, passes already
    public Query prepare(QueryRequest request, Queryable storage) {
        requireValid(request);
        long start = System.nanoTime();
        long deadline = clock.getAsLong();
        Duration asked = request.timeout();
        Duration limit = options.timeout();
        Duration timeout = asked == null || asked.compareTo(limit) > 0 ? limit : asked;
        deadline += timeout.toNanos();
        WorkGroup group = new WorkGroup(threads, new Cancellation(deadline, clock));
        // Parsing and planning recurse as deeply as the query is nested, so they run where the
        // stack is large enough for that.
        EngineQuery.Prepared prepared =
                group.call(() -> prepared(request, start), "query preparation");
        return new EngineQuery(request, prepared, storage, shared, group);
    }

    private EngineQuery.Prepared prepared(QueryRequest request, long startNanos) {
        Expr expr;
        try {
            expr = PromqlParser.parse(request.query(), options.features().parser());
        } catch (ParseException e) {
            throw new QueryException.BadQuery(e.getMessage(), e);
        }
        if (!request.isInstant()) {
            Planner.requireRangeType(expr.type());
        }
        LogicalNode plan =
                Planner.plan(
                        expr, EngineQuery.times(request, options), options.disabledOptimizers());
        return new EngineQuery.Prepared(expr, plan, System.nanoTime() - startNanos);
    }

    private static void requireValid(QueryRequest request) {
        if (request.end() < request.start()) {
            throw new QueryException.BadQuery("end timestamp must not be before start time");
        }
        if (request.step() < 0) {
            throw new QueryException.BadQuery(
                    "zero or negative query resolution step widths are"
                            + " not accepted. Try a positive integer");
        }
    }

    /// Parses a bare selector, as `match[]` takes it.
    ///
    /// @throws QueryException.BadQuery if the text is anything else
    public static List<LabelMatcher> parseSelector(String selector) {
        try {
            return PromqlParser.parseSelector(selector);
        } catch (ParseException e) {
            throw new QueryException.BadQuery(e.getMessage(), e);
        }
    }

    /// How many queries run now, those included that wait for a place.
    public int active() {
        return shared.running().size();
    }

    /// How many queries wait for a place.
    public int waiting() {
        return shared.gate().waiting();
    }

    /// What the engine has to do at the moment.
    public EngineLoad load() {
        return new EngineLoad(
                active(),
                waiting(),
                threads.getActiveCount(),
                shared.running().stream().mapToLong(q -> q.progress().heldBytes()).sum(),
                options);
    }

    /// Stops the worker threads; running queries are cancelled.
    @Override
    public void close() {
        threads.shutdown();
        shared.running().forEach(EngineQuery::cancel);
    }
}
