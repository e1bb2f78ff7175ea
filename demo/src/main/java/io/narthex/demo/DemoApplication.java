package io.narthex.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/// The sample application: a web service on the loopback address with a catalogue, users,
/// predictions, and its own `/metrics`.
///
/// Scrapes of `/metrics` are counted as requests too, with `endpoint="/metrics"`, as they are in a
/// service that is instrumented by a middleware; that is why dashboards exclude them.
///
/// Thread safety: safe for concurrent calls.
public final class DemoApplication implements AutoCloseable {
    /// Longer request bodies are refused with 413.
    static final int MAX_BODY = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(DemoApplication.class);

    /// The `endpoint` label of a path that no endpoint serves: one value, however many paths are
    /// tried.
    private static final String UNMATCHED = "__unmatched__";

    private static final String METRICS = "/metrics";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /// Connections that wait to be accepted.
    private static final int BACKLOG = 128;

    private final AppMetrics metrics = new AppMetrics();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final List<Endpoint> endpoints;
    private final HttpServer server;
    private final ExecutorService requests;
    private final @Nullable Incident incident;
    private final LongSupplier nanoTime;
    private final long startNanos;

    private DemoApplication(HttpServer server, @Nullable Incident incident, LongSupplier nanoTime) {
        this.server = server;
        this.incident = incident;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("app-", 0).factory());
        Catalogue catalogue = new Catalogue();
        endpoints =
                List.of(
                        new Endpoint("GET", "/items", catalogue::list),
                        new Endpoint("POST", "/items", catalogue::create),
                        new Endpoint("GET", "/items/{id}", catalogue::one),
                        new Endpoint("GET", "/users/{id}", new Users()::one),
                        new Endpoint("POST", "/predict", new Predictor(metrics)::predict),
                        new Endpoint("GET", "/health", _ -> Reply.json(200, "{\"ok\":true}")),
                        new Endpoint("GET", METRICS, this::exposition));
        server.setExecutor(requests);
        server.createContext("/", this::serve);
    }

    /// Starts the application on the loopback address.
    ///
    /// @param port 0 for any free one
    /// @throws IOException if the port cannot be had
    public static DemoApplication start(int port) throws IOException {
        return start(port, null);
    }

    /// Starts the application on the loopback address.
    ///
    /// @param port 0 for any free one
    /// @param incident what will go wrong; null for nothing
    /// @throws IOException if the port cannot be had
    public static DemoApplication start(int port, @Nullable Incident incident) throws IOException {
        return start(port, incident, System::nanoTime);
    }

    /// Starts the application on the loopback address.
    ///
    /// @param port 0 for any free one
    /// @param incident what will go wrong; null for nothing
    /// @param nanoTime by which the incident begins and ends, in nanoseconds since whenever
    /// @throws IOException if the port cannot be had
    public static DemoApplication start(
            int port, @Nullable Incident incident, LongSupplier nanoTime) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        DemoApplication application =
                new DemoApplication(HttpServer.create(address, BACKLOG), incident, nanoTime);
        application.server.start();
        return application;
    }

    /// The port that the application listens on.
    public int port() {
        return server.getAddress().getPort();
    }

    /// The address to call, without a path.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// Stops listening, drops what is in flight, and waits for its threads.
    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
        requests.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        metrics.requestStarted();
        String path = exchange.getRequestURI().getPath();
        Endpoint endpoint = route(exchange.getRequestMethod(), path);
        Reply reply = Reply.error(500, "Internal Server Error");
        try (exchange) {
            reply = answer(exchange, endpoint, path);
            write(exchange, reply);
        } finally {
            String method = exchange.getRequestMethod();
            metrics.requestEnded(
                    endpoint.template(),
                    METHODS.contains(method) ? method : "OTHER",
                    reply.status(),
                    System.nanoTime() - start);
        }
    }

    private Endpoint route(String method, String path) {
        List<Endpoint> serving = endpoints.stream().filter(e -> e.serves(path)).toList();
        if (serving.isEmpty()) {
            return new Endpoint(method, UNMATCHED, _ -> Reply.error(404, "Not Found"));
        }
        return serving.stream()
                .filter(e -> e.method().equals(method))
                .findFirst()
                .orElseGet(
                        () ->
                                new Endpoint(
                                        method,
                                        serving.getFirst().template(),
                                        _ -> Reply.error(405, "Method Not Allowed")));
    }

    private Reply answer(HttpExchange exchange, Endpoint endpoint, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return Reply.error(413, "Request Entity Too Large");
        }
        if (isStruck(endpoint)) {
            return Reply.error(500, "Internal Server Error");
        }
        String query = exchange.getRequestURI().getRawQuery();
        Call call =
                new Call(
                        exchange.getRequestMethod(),
                        path,
                        query == null ? "" : query,
                        exchange.getRequestHeaders().getFirst("Accept"),
                        body);
        try {
            return endpoint.handler().answer(call);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the application is closing
            return Reply.error(503, "Service Unavailable");
        } catch (Exception e) {
            LOG.debug("{} {} failed", call.method(), path, e);
            return Reply.error(500, "Internal Server Error");
        }
    }

    /// An incident strikes what people ask for, never the scrape that tells of it.
    private boolean isStruck(Endpoint endpoint) {
        return incident != null
                && !endpoint.template().equals(METRICS)
                && incident.isActive(nanoTime.getAsLong() - startNanos)
                && ThreadLocalRandom.current().nextDouble() < incident.share();
    }

    private Reply exposition(Call call) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(call.accept());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, metrics.registry().scrape());
        return new Reply(200, writer.getContentType(), out.toByteArray());
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body();
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip") && body.length > 0) {
            body = gzip(body);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }
}
