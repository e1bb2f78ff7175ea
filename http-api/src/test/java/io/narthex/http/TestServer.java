package io.narthex.http;

import io.narthex.model.Queryable;
import io.narthex.promql.Explanation;
import io.narthex.promql.Query;
import io.narthex.promql.QueryCost;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStats;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;
import io.narthex.testkit.ListStore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A server on a free port of the loopback interface, and clients for it.
final class TestServer implements AutoCloseable {
    static final HttpServerOptions OPTIONS =
            HttpServerOptions.DEFAULTS.withListen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private static final QueryStats STATS = new QueryStats(7, 6, null, 5, 64, 1000, 2000, 3000);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    final ListStore store = new ListStore();
    final HttpServer server;

    private TestServer(
            HttpServerOptions options,
            QueryPreparer queries,
            UnaryOperator<HttpServices.Builder> more) {
        server =
                HttpServer.start(options, more.apply(HttpServices.builder(queries, store)).build());
    }

    static TestServer start(QueryPreparer queries) {
        return start(OPTIONS, queries, b -> b);
    }

    static TestServer start(
            HttpServerOptions options,
            QueryPreparer queries,
            UnaryOperator<HttpServices.Builder> more) {
        return new TestServer(options, queries, more);
    }

    /// Queries that all have one answer.
    static QueryPreparer answering(Function<QueryRequest, Value> value) {
        return (request, _) -> new FixedQuery(() -> value.apply(request), STATS);
    }

    /// A query that has one answer.
    static Query answering(Value value, QueryStats stats) {
        return new FixedQuery(() -> value, stats);
    }

    /// Queries that are all refused.
    static QueryPreparer refusing(QueryException e) {
        return (_, _) -> {
            throw e;
        };
    }

    /// Queries that all fail while they run.
    static QueryPreparer failing(QueryException e) {
        return (QueryRequest _, Queryable _) ->
                new FixedQuery(
                        () -> {
                            throw e;
                        },
                        STATS);
    }

    private record FixedQuery(Supplier<Value> value, QueryStats stats) implements Query {
        @Override
        public QueryResult run() {
            return new QueryResult(value.get(), List.of(), List.of(), stats);
        }

        @Override
        public Explanation explain(boolean analyze) {
            throw new UnsupportedOperationException("nothing was planned");
        }

        @Override
        public Expr expression() {
            throw new UnsupportedOperationException("nothing was parsed");
        }

        @Override
        public QueryCost cost() {
            throw new UnsupportedOperationException("nothing was planned");
        }

        @Override
        public Progress progress() {
            return new Progress(false, 0);
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return client.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> getBytes(String path, String... headers) throws Exception {
        return client.send(request(path, headers).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return client.send(
                request(path, headers).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String body, String... headers) throws Exception {
        return client.send(
                request(path, headers).PUT(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> form(String path, String form) throws Exception {
        return post(path, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    HttpResponse<String> method(String method, String path, String... headers) throws Exception {
        return client.send(
                request(path, headers).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /// A plain connection, for what a proper client would never send.
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /// Sends bytes and reads until the server closes.
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
