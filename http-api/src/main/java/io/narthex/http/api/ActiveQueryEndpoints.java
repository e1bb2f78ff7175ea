package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;
import io.narthex.promql.Query;
import io.narthex.promql.QueryRequest;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Narthex' own: `status/active_queries` shows which queries run, and `query/ID` ends one of them.
///
/// Thread safety: safe for concurrent calls.
final class ActiveQueryEndpoints {
    private final ActiveQueries queries;
    private final boolean mayEnd;

    /// @param mayEnd whether queries may be ended from outside
    ActiveQueryEndpoints(ActiveQueries queries, boolean mayEnd) {
        this.queries = queries;
        this.mayEnd = mayEnd;
    }

    ApiResponse list(ApiRequest unused) {
        List<ActiveQuery> all = queries.all();
        return ApiResponse.of(
                out -> {
                    out.beginArray();
                    for (ActiveQuery query : all) {
                        write(out, query);
                    }
                    out.endArray();
                });
    }

    private void write(JsonWriter out, ActiveQuery active) throws IOException {
        QueryRequest asked = active.request();
        Query.Progress progress = active.query().progress();
        out.beginObject();
        out.name("id").value(String.valueOf(active.id()));
        out.name("query").value(asked.query());
        out.name("start").value(asked.start() / 1e3);
        out.name("end").value(asked.end() / 1e3);
        out.name("step").value(asked.step() / 1e3);
        out.name("state").value(progress.waiting() ? "waiting" : "running");
        out.name("ageSeconds").value(queries.age(active) / 1e3);
        out.name("heldBytes").value(progress.heldBytes());
        out.name("client").value(active.origin().client());
        out.name("method").value(active.origin().method());
        out.name("path").value(active.origin().path());
        out.name("headers").beginObject();
        for (Map.Entry<String, String> header : active.origin().headers().entrySet()) {
            out.name(header.getKey()).value(header.getValue());
        }
        out.endObject().endObject();
    }

    /// The query's own client is answered with the error `canceled`; an answer that is being sent
    /// is broken off.
    ApiResponse cancel(ApiRequest request) throws ApiException {
        if (!mayEnd) {
            throw new ApiException(ErrorType.UNAVAILABLE, "admin APIs disabled");
        }
        ActiveQuery query = byId(request.pathParam());
        query.end().end();
        return new ApiResponse(null, List.of(), List.of());
    }

    private ActiveQuery byId(String text) throws ApiException {
        ActiveQuery query = null;
        try {
            query = queries.byId(Long.parseLong(text));
        } catch (NumberFormatException _) {
            // as good as a number that no query has
        }
        if (query == null) {
            throw new ApiException(
                    ErrorType.NOT_FOUND, "no query runs with the id " + ApiException.quote(text));
        }
        return query;
    }
}
