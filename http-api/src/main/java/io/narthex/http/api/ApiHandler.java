package io.narthex.http.api;

import io.narthex.http.Readiness;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;
import io.narthex.http.net.Request;
import io.narthex.promql.QueryException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// Wraps an endpoint in what all API answers share: readiness, envelope, errors, CORS, compression.
///
/// @param endpoint what computes the answer
/// @param cors which origins may read it
/// @param readiness asked before every request
record ApiHandler(ApiEndpoint endpoint, Cors cors, Supplier<Readiness> readiness)
        implements RouteHandler {
    /// Warnings, and infos, that one answer shows at most.
    private static final int MAX_ANNOTATIONS = 10;

    /// Long enough for most queries to end.
    private static final String RETRY_AFTER_SECONDS = "5";

    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

    @Override
    public void handle(Exchange exchange, String pathParam) throws IOException {
        exchange.header("Vary", "Origin, Accept-Encoding");
        cors.apply(exchange);
        if (ReadinessGate.refuses(readiness.get(), exchange)) {
            return;
        }
        ApiResponse response;
        try {
            response = answer(exchange, pathParam);
        } catch (ApiException e) {
            error(exchange, e);
            return;
        }
        if (response.text() != null) {
            exchange.sendText(200, response.text());
        } else if (response.data() == null) {
            exchange.send(204, new byte[0]);
        } else {
            success(exchange, response, response.data());
        }
    }

    private ApiResponse answer(Exchange exchange, String pathParam) throws ApiException {
        Request request = exchange.request();
        try {
            return endpoint.answer(
                    new ApiRequest(Params.of(request), Params.ofUrl(request), pathParam, exchange));
        } catch (QueryException e) {
            throw ApiException.of(e);
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.rawPath(), e);
            throw new ApiException(
                    ErrorType.INTERNAL, "internal error: " + e.getClass().getSimpleName());
        }
    }

    private static void success(Exchange exchange, ApiResponse response, ApiResponse.Data data)
            throws IOException {
        write(
                exchange,
                200,
                out -> {
                    out.name("status").value("success").name("data");
                    data.write(out);
                    texts(out, "warnings", "warning", response.warnings());
                    texts(out, "infos", "info", response.infos());
                });
    }

    static void error(Exchange exchange, ApiException e) throws IOException {
        if (e.type() == ErrorType.OVERLOADED) {
            exchange.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        write(
                exchange,
                e.type().status(),
                out ->
                        out.name("status")
                                .value("error")
                                .name("errorType")
                                .value(e.type().text())
                                .name("error")
                                .value(e.getMessage()));
    }

    private static void texts(JsonWriter out, String name, String kind, List<String> texts)
            throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        out.name(name).beginArray();
        for (String text : texts.subList(0, Math.min(MAX_ANNOTATIONS, texts.size()))) {
            out.value(text);
        }
        if (texts.size() > MAX_ANNOTATIONS) {
            int omitted = texts.size() - MAX_ANNOTATIONS;
            out.value(omitted + " more " + kind + " annotations omitted");
        }
        out.endArray();
    }

    private static void write(Exchange exchange, int status, ApiResponse.Data members)
            throws IOException {
        exchange.header("Content-Type", "application/json");
        ContentCoding coding = ContentCoding.choose(exchange.request().header("Accept-Encoding"));
        ResponseBody body = new ResponseBody(exchange, status, coding);
        JsonWriter out = new JsonWriter(body);
        boolean done = false;
        try {
            out.beginObject();
            members.write(out);
            out.endObject().finish();
            done = true;
        } finally {
            if (!done) {
                body.abort();
            }
        }
    }
}
