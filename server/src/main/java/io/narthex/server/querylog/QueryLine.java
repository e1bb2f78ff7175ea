package io.narthex.server.querylog;

import io.narthex.http.QueryObserver;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryStats;
import io.narthex.rules.RuleQueryListener.RuleQuery;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;

/// A query as a line of JSON, as Prometheus logs it. The headers that Grafana sends are ours.
///
/// Thread safety: stateless.
final class QueryLine {
    private static final JsonFactory JSON = new JsonFactory();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private QueryLine() {}

    static byte[] of(QueryObserver.Ended query, Instant now) {
        return line(
                now,
                query.request(),
                query.failure(),
                query.stats(),
                query.nanos(),
                out -> origin(out, query.origin()));
    }

    /// A rule's query, with the group in place of who asked.
    static byte[] of(RuleQuery query, Instant now) {
        return line(
                now,
                query.request(),
                query.failure(),
                query.stats(),
                query.nanos(),
                out -> {
                    out.writeObjectPropertyStart("ruleGroup");
                    out.writeStringProperty("file", query.file());
                    out.writeStringProperty("name", query.group());
                    out.writeEndObject();
                });
    }

    private static byte[] line(
            Instant now,
            QueryRequest request,
            @Nullable QueryException failure,
            @Nullable QueryStats stats,
            long nanos,
            Consumer<JsonGenerator> origin) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("time", TIME.format(now));
            out.writeStringProperty("level", "INFO");
            out.writeStringProperty("msg", "promql query logged");
            params(out, request);
            if (failure != null) {
                out.writeStringProperty("error", failure.getMessage());
            }
            stats(out, stats, nanos);
            origin.accept(out);
            out.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void params(JsonGenerator out, QueryRequest request) {
        out.writeObjectPropertyStart("params");
        out.writeStringProperty("end", time(request.end()));
        out.writeStringProperty("query", request.query());
        out.writeStringProperty("start", time(request.start()));
        out.writeNumberProperty("step", request.step() / 1000);
        out.writeEndObject();
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    private static void stats(JsonGenerator out, @Nullable QueryStats stats, long nanos) {
        out.writeObjectPropertyStart("stats");
        out.writeObjectPropertyStart("timings");
        out.writeNumberProperty(
                "evalTotalTime",
                stats == null ? 0 : (stats.prepareNanos() + stats.evalNanos()) / 1e9);
        out.writeNumberProperty("resultSortTime", 0.0);
        out.writeNumberProperty(
                "queryPreparationTime", stats == null ? 0 : stats.prepareNanos() / 1e9);
        out.writeNumberProperty("innerEvalTime", stats == null ? 0 : stats.evalNanos() / 1e9);
        out.writeNumberProperty("execQueueTime", stats == null ? 0 : stats.queueNanos() / 1e9);
        out.writeNumberProperty("execTotalTime", nanos / 1e9);
        out.writeEndObject();
        out.writeObjectPropertyStart("samples");
        out.writeNumberProperty(
                "totalQueryableSamples", stats == null ? 0 : stats.totalQueryableSamples());
        out.writeNumberProperty("peakSamples", stats == null ? 0 : stats.peakSamples());
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void origin(JsonGenerator out, QueryObserver.Origin origin) {
        out.writeObjectPropertyStart("httpRequest");
        out.writeStringProperty("clientIP", origin.client());
        out.writeStringProperty("method", origin.method());
        out.writeStringProperty("path", origin.path());
        if (!origin.headers().isEmpty()) {
            out.writeObjectPropertyStart("headers");
            for (Map.Entry<String, String> header : origin.headers().entrySet()) {
                out.writeStringProperty(header.getKey(), header.getValue());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
