package io.narthex.server.hints;

import io.narthex.model.Queryable;
import io.narthex.promql.Query;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.PositionRange;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiFunction;

/// Answers parts of a query, for rules that have to see what went into its answer.
///
/// Thread safety: as engine and store.
///
/// @param engine prepares a query over a store
record PartQueries(BiFunction<QueryRequest, Queryable, Query> engine, Queryable storage) {
    /// A hint that takes longer is not worth the wait.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// A part of a query's text.
    static String text(QueryRequest request, PositionRange part) {
        byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
        return new String(
                Arrays.copyOfRange(query, part.start(), part.end()), StandardCharsets.UTF_8);
    }

    /// The value of a part at the query's last step; null where the engine has none within a
    /// second.
    @Nullable Value atEnd(QueryRequest request, String part) {
        return run(
                new QueryRequest(
                        part, request.end(), request.end(), 0, PATIENCE, request.lookback()));
    }

    /// The value of a part at every step of the query; null where the engine has none within a
    /// second.
    @Nullable Value atEveryStep(QueryRequest request, String part) {
        return run(
                new QueryRequest(
                        part,
                        request.start(),
                        request.end(),
                        request.step(),
                        PATIENCE,
                        request.lookback()));
    }

    private @Nullable Value run(QueryRequest request) {
        try (Query query = engine.apply(request, storage)) {
            return query.run().value();
        } catch (QueryException e) {
            return null; // the query itself was answered; this was only to say more about it
        }
    }
}
