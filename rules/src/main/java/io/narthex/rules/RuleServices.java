package io.narthex.rules;

import io.narthex.model.Appendable;
import io.narthex.model.Queryable;
import io.narthex.promql.QueryEngine;

/// What rules work with.
///
/// @param engine evaluates expressions
/// @param source what they are asked of
/// @param target where results go
/// @param sink takes alerts
/// @param listener hears what alerts go through
/// @param timings hears how long it takes
/// @param queries hears what was asked
///
/// Thread safety: its parts are safe for concurrent calls.
public record RuleServices(
        QueryEngine engine,
        Queryable source,
        Appendable target,
        AlertSink sink,
        AlertListener listener,
        RuleTimings timings,
        RuleQueryListener queries) {
    /// Nobody hears what was asked.
    public RuleServices(
            QueryEngine engine,
            Queryable source,
            Appendable target,
            AlertSink sink,
            AlertListener listener,
            RuleTimings timings) {
        this(engine, source, target, sink, listener, timings, RuleQueryListener.NONE);
    }
}
