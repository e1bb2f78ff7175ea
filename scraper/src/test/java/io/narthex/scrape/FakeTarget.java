package io.narthex.scrape;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/// A real HTTP server with an exposition that a test can change.
final class FakeTarget implements AutoCloseable {
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private volatile HttpHandler handler;

    FakeTarget(HttpHandler handler) {
        this.handler = handler;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    clients.add(exchange.getRemoteAddress().toString());
                    paths.add(exchange.getRequestURI().toString());
                    try (exchange) {
                        this.handler.handle(exchange);
                    }
                });
        server.start();
    }

    /// A target that answers with a body.
    static FakeTarget of(String body) {
        return new FakeTarget(body(body));
    }

    static HttpHandler body(String body) {
        return typed(TEXT, body);
    }

    static HttpHandler typed(String type, String body) {
        return exchange -> answer(exchange, 200, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler status(int status, String body) {
        return exchange ->
                answer(exchange, status, "text/html", body.getBytes(StandardCharsets.UTF_8));
    }

    static void answer(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        if (!type.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    void answerWith(HttpHandler next) {
        handler = next;
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// The sockets that requests came from, one per request.
    List<String> clients() {
        return clients;
    }

    /// The paths that were asked for.
    List<String> paths() {
        return paths;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
