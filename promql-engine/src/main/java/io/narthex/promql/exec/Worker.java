package io.narthex.promql.exec;

import io.narthex.promql.Annotations;

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

    private final QueryContext context;
    private final Map<Object, Object> states = new IdentityHashMap<>();
    private final SampleCounter samples = new SampleCounter();

    /// Starts a worker of a query.
    public Worker(QueryContext context) {
        this.context = context;
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

    /// Returns if the query may go on; to be called about every hundred microseconds of work.
    ///
    /// @throws io.narthex.promql.QueryException if it was cancelled or timed out
    public void checkpoint() {
        context.cancellation().check(PHASE);
    }

    /// This worker's state for an operator, made on first use and kept over tiles. An operator is
    /// never entered twice at a time by one worker.
    ///
    /// @param owner the operator, or another object that identifies the state
    public <T> T state(Object owner, Class<T> type, Supplier<T> maker) {
        Object state = states.get(owner);
        if (state == null) {
            state = maker.get();
            states.put(owner, state);
        }
        return type.cast(state);
    }
}
