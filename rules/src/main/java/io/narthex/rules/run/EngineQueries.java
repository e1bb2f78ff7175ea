package io.narthex.rules.run;

import io.narthex.promql.Query;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStats;
import io.narthex.promql.Value.VectorSample;
import io.narthex.rules.RuleQueryListener.RuleQuery;
import io.narthex.rules.RuleServices;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Asks each query for itself.
///
/// @param file of the group that asks
/// @param group its name
///
/// Thread safety: safe for concurrent calls.
record EngineQueries(RuleServices services, String file, String group) implements RuleQueries {
    /// Of no group.
    EngineQueries(RuleServices services) {
        this(services, "", "");
    }

    @Override
    public RuleQueries of(String itsFile, String name) {
        return new EngineQueries(services, itsFile, name);
    }

    @Override
    public List<VectorSample> query(String expression, long time) {
        QueryRequest request = QueryRequest.instant(expression, time);
        long begun = System.nanoTime();
        try (Query query = services.engine().prepare(request, services.source())) {
            QueryResult result = query.run();
            tell(request, result.stats(), begun, null);
            return RuleQueries.vector(result.value());
        } catch (QueryException e) {
            tell(request, null, begun, e);
            throw e;
        }
    }

    private void tell(
            QueryRequest request,
            @Nullable QueryStats stats,
            long begun,
            @Nullable QueryException failure) {
        long nanos = System.nanoTime() - begun;
        services.queries().ended(new RuleQuery(file, group, request, stats, nanos, failure));
    }
}
