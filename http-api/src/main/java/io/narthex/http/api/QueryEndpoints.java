package io.narthex.http.api;

import io.narthex.http.HttpServices;
import io.narthex.http.json.JsonWriter;
import io.narthex.promql.Query;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStats;
import io.narthex.promql.Value;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `query`, `query_range` and `query_exemplars`.
///
/// Thread safety: safe for concurrent calls.
final class QueryEndpoints {
    private static final int MAX_POINTS = 11_000;

    private final HttpServices services;

    QueryEndpoints(HttpServices services) {
        this.services = services;
    }

    ApiResponse instant(ApiRequest request) throws ApiException {
        int limit = request.limit();
        long time = request.time("time", services.clock().millis());
        return run(request, time, time, 0, limit);
    }

    ApiResponse range(ApiRequest request) throws ApiException {
        int limit = request.limit();
        long start = request.time("start");
        long end = request.time("end");
        if (end < start) {
            throw ApiException.invalidParameter(
                    "end", "end timestamp must not be before start time");
        }
        long step = step(request);
        if (Long.compareUnsigned(Long.divideUnsigned(end - start, step), MAX_POINTS) > 0) {
            throw ApiException.badData(
                    "exceeded maximum resolution of 11,000 points per timeseries."
                            + " Try decreasing the query resolution (?step=XX)");
        }
        return run(request, start, end, step, limit);
    }

    /// No exemplars are stored, so the answer to a valid query is empty.
    ApiResponse exemplars(ApiRequest request) throws ApiException {
        long start = request.time("start", ApiTime.MIN);
        long end = request.time("end", ApiTime.MAX);
        if (end < start) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        try {
            prepare(QueryRequest.instant(request.param("query"), services.clock().millis()));
        } catch (QueryException e) {
            throw ApiException.badData(String.valueOf(e.getMessage()));
        }
        return ApiResponse.of(out -> out.beginArray().endArray());
    }

    private static long step(ApiRequest request) throws ApiException {
        Duration step;
        try {
            step = ApiDuration.parse(request.param("step"));
        } catch (ApiException e) {
            throw ApiException.invalidParameter("step", e.getMessage());
        }
        // Finer than a millisecond is no step either: times have milliseconds.
        if (step.toMillis() <= 0) {
            throw ApiException.invalidParameter(
                    "step",
                    "zero or negative query resolution step widths are not accepted."
                            + " Try a positive integer");
        }
        return step.toMillis();
    }

    private ApiResponse run(ApiRequest request, long start, long end, long step, int limit)
            throws ApiException {
        Duration timeout = request.duration("timeout");
        QueryRequest asked =
                new QueryRequest(
                        request.param("query"), start, end, step, timeout, lookback(request));
        Query query = prepare(asked);
        request.exchange().onDisconnect(query::cancel);
        long before = System.nanoTime();
        QueryResult result = query.run();
        long nanos = System.nanoTime() - before;
        boolean cut = limit > 0 && ValueJson.size(result.value()) > limit;
        List<String> warnings = new ArrayList<>(result.warnings());
        if (cut) {
            warnings.add(ApiResponse.TRUNCATED);
        }
        boolean stats = !request.param("stats").isEmpty();
        int steps = step == 0 ? 0 : (int) ((end - start) / step) + 1;
        return new ApiResponse(
                out -> {
                    Value value = result.value();
                    out.beginObject().name("resultType").value(ValueJson.type(value));
                    out.name("result");
                    ValueJson.write(out, value, limit, new StepTimestamps(start, step, steps));
                    if (stats) {
                        stats(out, result.stats(), nanos);
                    }
                    out.endObject();
                },
                warnings,
                infos(result, services.advisor().advise(query, asked)));
    }

    private static List<String> infos(QueryResult result, List<String> advice) {
        List<String> infos = new ArrayList<>(result.infos());
        infos.addAll(advice);
        return infos;
    }

    private Query prepare(QueryRequest request) {
        return services.queries().prepare(request, services.storage());
    }

    private static @Nullable Duration lookback(ApiRequest request) throws ApiException {
        String text = request.param("lookback_delta");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return ApiDuration.parse(text);
        } catch (ApiException e) {
            throw ApiException.badData("error parsing lookback delta duration: " + e.getMessage());
        }
    }

    /// Rows come sorted from the engine, so sorting takes no time of its own.
    private static void stats(JsonWriter out, QueryStats stats, long totalNanos)
            throws IOException {
        out.name("stats").beginObject().name("timings").beginObject();
        seconds(out, "evalTotalTime", stats.prepareNanos() + stats.evalNanos());
        seconds(out, "resultSortTime", 0);
        seconds(out, "queryPreparationTime", stats.prepareNanos());
        seconds(out, "innerEvalTime", stats.evalNanos());
        seconds(out, "execQueueTime", stats.queueNanos());
        seconds(out, "execTotalTime", totalNanos);
        out.endObject().name("samples").beginObject();
        out.name("totalQueryableSamples").value(stats.totalQueryableSamples());
        out.name("peakSamples").value(stats.peakSamples());
        out.endObject().endObject();
    }

    private static void seconds(JsonWriter out, String name, long nanos) throws IOException {
        out.name(name).value(nanos / 1e9);
    }
}
