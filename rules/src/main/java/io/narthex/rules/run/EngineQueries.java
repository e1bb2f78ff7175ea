package io.narthex.rules.run;

import io.narthex.model.Queryable;
import io.narthex.promql.Query;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value.VectorSample;

import java.util.List;

/// Asks each query for itself.
///
/// Thread safety: safe for concurrent calls.
record EngineQueries(QueryEngine engine, Queryable source) implements RuleQueries {
    @Override
    public List<VectorSample> query(String expression, long time) {
        QueryRequest request = QueryRequest.instant(expression, time);
        try (Query query = engine.prepare(request, source)) {
            return RuleQueries.vector(query.run().value());
        }
    }
}
