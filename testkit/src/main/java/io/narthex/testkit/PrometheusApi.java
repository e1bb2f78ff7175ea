package io.narthex.testkit;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A small client of Prometheus' HTTP API for tests: the same code asks any server that speaks it.
///
/// JSON objects are maps, arrays are lists, numbers are doubles.
///
/// Thread safety: safe for concurrent calls.
public final class PrometheusApi {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI base;

    /// @param base the server's address, such as `http://127.0.0.1:9090/`
    public PrometheusApi(String base) {
        this.base = URI.create(base.endsWith("/") ? base : base + "/");
    }

    /// A path, and the query behind it, as this server's URL.
    ///
    /// @param path relative, escaped
    public URI uri(String path) {
        return base.resolve(path);
    }

    /// The values of an instant query's vector, by labels.
    ///
    /// @param time evaluation time in Unix seconds; NaN for now
    public Map<Map<String, String>, Double> vector(String query, double time) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("query", query);
        if (!Double.isNaN(time)) {
            parameters.put("time", time);
        }
        Map<Map<String, String>, Double> values = new LinkedHashMap<>();
        for (Object series : list(member(data(get("api/v1/query", parameters)), "result"))) {
            values.put(labels(series), number(list(member(series, "value")).get(1)));
        }
        return values;
    }

    /// The points of a range query's matrix, by labels: value by Unix seconds.
    public Map<Map<String, String>, Map<Double, Double>> matrix(
            String query, double start, double end, double step) {
        Map<String, Object> parameters =
                Map.of("query", query, "start", start, "end", end, "step", step);
        return series(data(get("api/v1/query_range", parameters)));
    }

    /// The samples that a range selector such as `up[5m]` takes, by labels: value by Unix seconds.
    ///
    /// @param time the end of the range in Unix seconds
    public Map<Map<String, String>, Map<Double, Double>> samples(String selector, double time) {
        return series(data(get("api/v1/query", Map.of("query", selector, "time", time))));
    }

    private static Map<Map<String, String>, Map<Double, Double>> series(Object matrix) {
        Map<Map<String, String>, Map<Double, Double>> result = new LinkedHashMap<>();
        for (Object series : list(member(matrix, "result"))) {
            Map<Double, Double> points = new TreeMap<>();
            for (Object point : list(member(series, "values"))) {
                points.put((Double) list(point).get(0), number(list(point).get(1)));
            }
            result.put(labels(series), points);
        }
        return result;
    }

    /// The answer to a GET request, whatever its status.
    public HttpResponse<String> get(String path, Map<String, ?> parameters) {
        String query = parameters.isEmpty() ? "" : "?" + form(parameters);
        return send(HttpRequest.newBuilder(base.resolve(path + query)));
    }

    /// The answer to a POST request with a form, whatever its status.
    public HttpResponse<String> post(String path, Map<String, ?> parameters) {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(parameters))));
    }

    /// Pushes an exposition, in Prometheus' text format, to a server that takes some.
    public HttpResponse<String> push(String exposition) {
        return send(
                HttpRequest.newBuilder(base.resolve("api/v1/import/prometheus"))
                        .header("Content-Type", "text/plain; version=1.0.0")
                        .POST(HttpRequest.BodyPublishers.ofString(exposition)));
    }

    /// The answer to a request of remote write 1.0, whatever its status.
    ///
    /// @param compressed the request as snappy's block format has it
    public HttpResponse<String> write(byte[] compressed) {
        return send(
                HttpRequest.newBuilder(base.resolve("api/v1/write"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(compressed)));
    }

    /// The answer to a request of remote read, whatever its status.
    ///
    /// @param compressed the request as snappy's block format has it
    public HttpResponse<byte[]> read(byte[] compressed) {
        return send(
                HttpRequest.newBuilder(base.resolve("api/v1/read"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Read-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(compressed)),
                BodyHandlers.ofByteArray());
    }

    /// Whether a GET request to a path is answered with 200.
    public boolean answers(String path) {
        try {
            return get(path, Map.of()).statusCode() == 200;
        } catch (UncheckedIOException _) {
            return false; // nobody listens yet
        }
    }

    /// The `data` of a successful answer; fails with the answer's text otherwise.
    public static Object data(HttpResponse<String> response) {
        Object body = json(response.body());
        if (response.statusCode() != 200 || !"success".equals(map(body).get("status"))) {
            throw new AssertionError(
                    response.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return member(body, "data");
    }

    /// Reads JSON.
    public static Object json(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return value(parser);
        }
    }

    /// An object of an answer.
    @SuppressWarnings("unchecked") // a cast that is wrong fails the test, as it should
    public static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /// A member of an object; fails where there is none.
    public static Object member(Object object, String name) {
        Object value = map(object).get(name);
        if (value == null) {
            throw new AssertionError("no member " + name + " in " + object);
        }
        return value;
    }

    /// An array of an answer.
    @SuppressWarnings("unchecked") // a cast that is wrong fails the test, as it should
    public static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getString();
        };
    }

    /// The labels of a series of an answer.
    public static Map<String, String> labels(Object series) {
        Map<String, String> labels = new TreeMap<>();
        map(member(series, "metric")).forEach((name, v) -> labels.put(name, (String) v));
        return labels;
    }

    /// The value of a sample of an answer: the second element of its pair.
    public static double number(Object text) {
        return switch ((String) text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String s -> Double.parseDouble(s);
        };
    }

    private static String form(Map<String, ?> parameters) {
        return parameters.entrySet().stream()
                .flatMap(
                        e ->
                                e.getValue() instanceof List<?> several
                                        ? several.stream().map(v -> pair(e.getKey(), v))
                                        : Stream.of(pair(e.getKey(), e.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String pair(String name, Object value) {
        // A double in plain notation: no server has to understand 1.7E9.
        String text =
                value instanceof Double d
                        ? new BigDecimal(d.toString()).toPlainString()
                        : value.toString();
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return CLIENT.send(request.timeout(PATIENCE).build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
