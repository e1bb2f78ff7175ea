package io.narthex.http.api;

import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `openapi.yaml`: the table of routes in the words of OpenAPI, so that what is told is what is
/// there.
///
/// Thread safety: safe for concurrent calls.
final class OpenApi {
    static final Parameter VERSION =
            Parameter.of("openapi_version", "`3.1`, or `3.2`, which knows streams of events")
                    .onlyInUrl();

    private static final String EVENTS = "text/event-stream";

    private final List<Route> routes;
    private final String prefix;
    private final String apiVersion;

    /// @param routes all of them, complete when the first request comes
    /// @param prefix of all routes
    /// @param apiVersion the level of Prometheus' API that is spoken
    OpenApi(List<Route> routes, String prefix, String apiVersion) {
        this.routes = routes;
        this.prefix = prefix;
        this.apiVersion = apiVersion;
    }

    void answer(ApiRequest request) throws IOException {
        boolean newer = Set.of("3.2", "3.2.0").contains(request.urlParams().get(VERSION.name()));
        Exchange exchange = request.exchange();
        exchange.header("Content-Type", "application/yaml; charset=utf-8");
        exchange.header("Cache-Control", "no-cache, no-store, must-revalidate");
        exchange.send(200, document(newer).getBytes(StandardCharsets.UTF_8));
    }

    /// @param newer whether in OpenAPI 3.2, else in 3.1
    String document(boolean newer) {
        StringBuilder out =
                new StringBuilder(
                        """
                        openapi: %s
                        info:
                          title: Narthex
                          description: A time series database that speaks Prometheus' HTTP API.
                          version: %s
                        servers:
                          - url: %s
                        paths:
                        """
                                .formatted(
                                        newer ? "3.2.0" : "3.1.0",
                                        quote(apiVersion),
                                        quote(prefix)));
        List<Route> sorted = new ArrayList<>(routes);
        sorted.sort(Comparator.comparing(Route::template));
        for (Route route : sorted) {
            if (newer || !route.media().equals(EVENTS)) {
                path(route, out);
            }
        }
        out.append(
                """
                components:
                  schemas:
                    Answer:
                      type: object
                      required: [status]
                      properties:
                        status: {type: string, enum: [success, error]}
                        data: {}
                        errorType: {type: string}
                        error: {type: string}
                        warnings: {type: array, items: {type: string}}
                        infos: {type: array, items: {type: string}}
                """);
        return out.toString();
    }

    private static void path(Route route, StringBuilder out) {
        out.append("  ").append(quote(route.template())).append(":\n");
        for (String method : route.methods().stream().sorted().toList()) {
            operation(route, method, out);
        }
    }

    private static void operation(Route route, String method, StringBuilder out) {
        String verb = method.toLowerCase(Locale.ROOT);
        out.append("    ").append(verb).append(":\n");
        line(out, "operationId: " + verb + route.path().replaceAll("[^A-Za-z0-9]+", "_"));
        line(out, "summary: " + quote(route.summary()));
        boolean form = method.equals("POST") || method.equals("PUT");
        List<Parameter> outside =
                route.parameters().stream()
                        .filter(p -> !form || p.place() != Parameter.Place.FORM)
                        .toList();
        if (!outside.isEmpty()) {
            line(out, "parameters:");
            outside.forEach(parameter -> parameter(parameter, out));
        }
        List<Parameter> inside = new ArrayList<>(route.parameters());
        inside.removeAll(outside);
        if (!inside.isEmpty()) {
            form(inside, out);
        }
        line(out, "responses:");
        line(out, "  '200':");
        line(out, "    description: The answer");
        line(out, "    content:");
        line(out, "      " + quote(route.media()) + ":");
        line(out, "        schema: " + schema(route, method));
    }

    private static String schema(Route route, String method) {
        if (!route.media().equals("application/json")) {
            return "{type: string}";
        }
        boolean wrapped = route.path().startsWith(Routes.API) && !method.equals("HEAD");
        return wrapped ? "{$ref: '#/components/schemas/Answer'}" : "{}";
    }

    private static void parameter(Parameter parameter, StringBuilder out) {
        boolean inPath = parameter.place() == Parameter.Place.PATH;
        line(out, "  - name: " + quote(parameter.name()));
        line(out, "    in: " + (inPath ? "path" : "query"));
        line(out, "    description: " + quote(parameter.summary()));
        line(out, "    required: " + parameter.required());
        line(out, "    schema: " + type(parameter));
    }

    private static void form(List<Parameter> parameters, StringBuilder out) {
        line(out, "requestBody:");
        line(out, "  content:");
        line(out, "    " + Params.FORM_TYPE + ":");
        line(out, "      schema:");
        line(out, "        type: object");
        List<String> required =
                parameters.stream().filter(Parameter::required).map(p -> quote(p.name())).toList();
        if (!required.isEmpty()) {
            line(out, "        required: " + required);
        }
        line(out, "        properties:");
        for (Parameter parameter : parameters) {
            line(out, "          " + quote(parameter.name()) + ": " + type(parameter));
        }
    }

    private static String type(Parameter parameter) {
        String type = "{type: " + parameter.type() + "}";
        return parameter.repeated() ? "{type: array, items: " + type + "}" : type;
    }

    /// A line of an operation.
    private static void line(StringBuilder out, String text) {
        out.append("      ").append(text).append('\n');
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
