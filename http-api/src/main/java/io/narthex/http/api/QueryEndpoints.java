package io.narthex.http.api;

import io.narthex.http.HttpServices;
import io.narthex.http.json.JsonWriter;
import io.narthex.promql.Explanation;
import io.narthex.promql.Query;
import io.narthex.promql.QueryCost;
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

/// `query`, `query_range`, and `explain` and `query_cost` of either.
///
/// Thread safety: safe for concurrent calls.
final class QueryEndpoints {
    private static final int MAX_POINTS = 11_000;

    private final HttpServices services;
    private final ScopedViews views;
    private final ActiveQueries active;

    QueryEndpoints(HttpServices services, ScopedViews views, ActiveQueries active) {
        this.services = services;
        this.views = views;
        this.active = active;
    }

    ApiResponse instant(ApiRequest request) throws ApiException {
        int limit = request.limit();
        return run(atOneTime(request), request, limit);
    }

    ApiResponse range(ApiRequest request) throws ApiException {
        int limit = request.limit();
        return run(overSteps(request), request, limit);
    }

    /// Narthex' own: what becomes of a query, which is a range query where it has a `start`.
    ///
    /// With `analyze=true` the query runs, and operators tell what they did; `format=text` is for
    /// people.
    ApiResponse explain(ApiRequest request) throws ApiException {
        QueryRequest asked = either(request);
        boolean analyze = flag(request, "analyze");
        String format = request.param("format");
        if (!format.isEmpty() && !format.equals("json") && !format.equals("text")) {
            throw ApiException.invalidParameter("format", "must be json or text");
        }
        Explanation explanation = started(asked, request).query().explain(analyze);
        return format.equals("text")
                ? ApiResponse.text(explanation.text())
                : ApiResponse.of(out -> ExplanationJson.write(out, explanation));
    }

    /// Narthex' own: what a query would cost, as the index has it.
    ApiResponse cost(ApiRequest request) throws ApiException {
        QueryCost cost = started(either(request), request).query().cost();
        return ApiResponse.of(out -> QueryCostJson.write(out, cost));
    }

    private QueryRequest either(ApiRequest request) throws ApiException {
        return request.param("start").isEmpty() ? atOneTime(request) : overSteps(request);
    }

    private static boolean flag(ApiRequest request, String name) throws ApiException {
        return switch (request.param(name)) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw ApiException.invalidParameter(name, "must be true or false");
        };
    }

    private QueryRequest atOneTime(ApiRequest request) throws ApiException {
        long time = request.time("time", services.clock().millis());
        return asked(request, time, time, 0);
    }

    private static QueryRequest overSteps(ApiRequest request) throws ApiException {
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
        return asked(request, start, end, step);
    }

    private static QueryRequest asked(ApiRequest request, long start, long end, long step)
            throws ApiException {
        Duration timeout = request.duration("timeout");
        return new QueryRequest(
                request.param("query"),
                start,
                end,
                step,
                timeout,
                lookback(request),
                request.param("stats").equals("all"));
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

    private ApiResponse run(QueryRequest asked, ApiRequest request, int limit) {
        ActiveQuery started = started(asked, request);
        long before = System.nanoTime();
        QueryResult result = run(started, before);
        long nanos = System.nanoTime() - before;
        boolean cut = limit > 0 && ValueJson.size(result.value()) > limit;
        List<String> warnings = new ArrayList<>(result.warnings());
        if (cut) {
            warnings.addFirst(ApiResponse.TRUNCATED);
        }
        String stats = request.param("stats");
        if (!stats.isEmpty() && !stats.equals("true") && !stats.equals("all")) {
            warnings.add(
                    "value "
                            + ApiException.quote(stats)
                            + " for parameter \"stats\" is deprecated and will be rejected in the"
                            + " next major release, use \"true\" or \"all\"");
        }
        long start = asked.start();
        long step = asked.step();
        int steps = step == 0 ? 0 : (int) ((asked.end() - start) / step) + 1;
        return new ApiResponse(
                out -> {
                    Value value = result.value();
                    out.beginObject().name("resultType").value(ValueJson.type(value));
                    out.name("result");
                    ValueJson.write(out, value, limit, new StepTimestamps(start, step, steps));
                    if (!stats.isEmpty()) {
                        stats(out, result.stats(), nanos);
                    }
                    out.endObject();
                },
                warnings,
                infos(result, advice(started, asked, result.value(), request)));
    }

    /// Whoever advises knows of everything, so that only those are told who may see everything.
    private List<String> advice(
            ActiveQuery started, QueryRequest asked, Value answer, ApiRequest request) {
        return ScopedViews.seesAll(request)
                ? services.advisor().advise(started.query(), asked, answer)
                : List.of();
    }

    private static List<String> infos(QueryResult result, List<String> advice) {
        List<String> infos = new ArrayList<>(result.infos());
        infos.addAll(advice);
        return infos;
    }

    private QueryResult run(ActiveQuery started, long before) {
        try {
            QueryResult result = started.query().run();
            services.observer().ended(started.ended(result.stats(), before, null));
            started.end().sending();
            return result;
        } catch (QueryException e) {
            services.observer().ended(started.ended(null, before, e));
            throw e;
        }
    }

    /// A query that others can see and end, until its response was sent.
    private ActiveQuery started(QueryRequest asked, ApiRequest request) {
        Query query = services.queries().prepare(asked, views.storage(request));
        ActiveQuery started = active.started(query, asked, request.exchange());
        request.exchange().onDisconnect(query::cancel);
        request.exchange().onEnd(() -> active.ended(started));
        return started;
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
    ///
    /// @param totalNanos null where nobody took the time of all of it
    static void stats(JsonWriter out, QueryStats stats, @Nullable Long totalNanos)
            throws IOException {
        out.name("stats").beginObject().name("timings").beginObject();
        seconds(out, "evalTotalTime", stats.prepareNanos() + stats.evalNanos());
        seconds(out, "resultSortTime", 0);
        seconds(out, "queryPreparationTime", stats.prepareNanos());
        seconds(out, "innerEvalTime", stats.evalNanos());
        seconds(out, "execQueueTime", stats.queueNanos());
        if (totalNanos != null) {
            seconds(out, "execTotalTime", totalNanos);
        }
        out.endObject().name("samples").beginObject();
        QueryStats.PerStep perStep = stats.perStep();
        if (perStep != null) {
            perStep(out, "totalQueryableSamplesPerStep", perStep, perStep.queryable());
        }
        out.name("totalQueryableSamples").value(stats.totalQueryableSamples());
        if (perStep != null) {
            perStep(out, "samplesReadPerStep", perStep, perStep.read());
        }
        out.name("samplesRead").value(stats.samplesRead());
        out.name("peakSamples").value(stats.peakSamples());
        out.endObject();
        // What Prometheus does not have.
        out.name("memory").beginObject().name("peakBytes").value(stats.peakBytes()).endObject();
        out.endObject();
    }

    private static void perStep(
            JsonWriter out, String name, QueryStats.PerStep steps, long[] counts)
            throws IOException {
        out.name(name).beginArray();
        for (int k = 0; k < counts.length; k++) {
            out.beginArray();
            out.value((steps.start() + k * steps.step()) / 1e3).value(counts[k]);
            out.endArray();
        }
        out.endArray();
    }

    private static void seconds(JsonWriter out, String name, long nanos) throws IOException {
        out.name(name).value(nanos / 1e9);
    }
}
