package io.narthex.promql.exec;

import io.narthex.promql.Annotations;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// One thread's side of a running query: scratch memory that lives across tiles, and the way to the
/// query's limits and annotations.
///
/// Thread safety: for one thread.
public final class Worker {
    /// The phase that error messages name while operators run.
    static final String PHASE = "expression evaluation";

    /// A column to read and one to give, with room for histograms.
    private static final long SCRATCH_PER_STEP = 36;

    /// About a hundred microseconds.
    private static final long CHECKPOINT = 1 << 16;

    private final QueryContext context;
    private long work;
    private final Map<Object, Integer> scratch = new IdentityHashMap<>();
    private final Map<Object, Object> states = new IdentityHashMap<>();
    private final Map<Object, Object> threadStates;
    private final SampleCounter samples;
    private final boolean again;
    private @Nullable Worker sayingNothing;

    /// Starts a worker of a query.
    public Worker(QueryContext context) {
        this(context, new SampleCounter(), new IdentityHashMap<>(), false);
    }

    private Worker(
            QueryContext context,
            SampleCounter samples,
            Map<Object, Object> threadStates,
            boolean again) {
        this.context = context;
        this.samples = samples;
        this.threadStates = threadStates;
        this.again = again;
    }

    /// The worker for evaluating again what this one has evaluated in the tile: what is to be said
    /// about it was said, and its values count once.
    Worker again() {
        if (again) {
            return this;
        }
        Worker known = sayingNothing;
        if (known == null) {
            known = new Worker(context.withoutAnnotations(), samples, threadStates, true);
            sayingNothing = known;
        }
        return known;
    }

    /// This thread's worker for a part of the query with a context of its own.
    ///
    /// @param owner identifies the part
    Worker within(Object owner, QueryContext other) {
        return state(
                owner,
                Worker.class,
                () ->
                        new Worker(
                                again ? other.withoutAnnotations() : other,
                                samples,
                                threadStates,
                                again));
    }

    /// Whether this worker evaluates again what was evaluated.
    boolean isAgain() {
        return again;
    }

    /// What the whole query shares.
    public QueryContext context() {
        return context;
    }

    /// The query's warnings and infos.
    public Annotations annotations() {
        return context.annotations();
    }

    /// The query's byte budget.
    public ByteBudget budget() {
        return context.budget();
    }

    /// The samples this worker looked at.
    public SampleCounter samples() {
        return samples;
    }

    /// Charges the columns that an operator works on, which are kept over tiles: only where they
    // grow.
    void scratch(Object owner, int steps) {
        Integer before = scratch.get(owner);
        if (before == null || before < steps) {
            budget().charge(SCRATCH_PER_STEP * (steps - (before == null ? 0 : before)));
            scratch.put(owner, steps);
        }
    }

    /// Returns if the query may go on; to be called about every hundred microseconds of work.
    ///
    /// @throws io.narthex.promql.QueryException if it was cancelled or timed out
    public void checkpoint() {
        context.cancellation().check(PHASE);
    }

    /// Counts work in units of about a nanosecond or two, and looks whether the query may go on
    /// when there was enough of it: for loops whose rounds differ in size.
    ///
    /// @throws io.narthex.promql.QueryException if it was cancelled or timed out
    void worked(long units) {
        work += units;
        if (work > CHECKPOINT) {
            work = 0;
            checkpoint();
        }
    }

    /// This worker's state for an operator, made on first use and kept over tiles. An operator is
    /// never entered twice at a time by one worker.
    ///
    /// @param owner the operator, or another object that identifies the state
    public <T> T state(Object owner, Class<T> type, Supplier<T> maker) {
        return of(states, owner, type, maker);
    }

    /// As [#state], but the same for all workers of this thread in the query.
    <T> T threadState(Object owner, Class<T> type, Supplier<T> maker) {
        return of(threadStates, owner, type, maker);
    }

    private static <T> T of(
            Map<Object, Object> states, Object owner, Class<T> type, Supplier<T> maker) {
        Object state = states.get(owner);
        if (state == null) {
            state = maker.get();
            states.put(owner, state);
        }
        return type.cast(state);
    }
}
