package io.narthex.demo;

import com.sun.net.httpserver.HttpExchange;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /// Requests that are answered at the same time: enough for what is asked usually, of which half
    /// a worker is busy at 25 requests per second, and too few for ten times as many.
    private static final int WORKERS = 4;

    /// How often the application looks whether its port is to be open.
    private static final Duration DOOR_PAUSE = Duration.ofMillis(50);

    private final AppMetrics metrics = new AppMetrics();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final List<Endpoint> endpoints;
    private final Workers workers;
    private final Door door;
    private final ExecutorService requests;
    private final IncidentPlan incidents;
    private final List<Ticker> tickers = new ArrayList<>();

    private DemoApplication(int port, IncidentPlan incidents) throws IOException {
        this.incidents = incidents;
        workers = new Workers(WORKERS, System::nanoTime);
        metrics.show(workers);
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
        door = Door.open(port, requests, this::serve);
    }

    /// Starts the application on the loopback address; nothing goes wrong on purpose.
    ///
    /// @param port 0 for any free one
    /// @throws IOException if the port cannot be had
    public static DemoApplication start(int port) throws IOException {
        return start(port, IncidentPlan.of(List.of()));
    }

    /// Starts the application on the loopback address.
    ///
    /// @param port 0 for any free one
    /// @param incidents what will go wrong
    /// @throws IOException if the port cannot be had
    public static DemoApplication start(int port, IncidentPlan incidents) throws IOException {
        DemoApplication application = new DemoApplication(port, incidents);
        application.tickers.add(
                Ticker.start(
                        "app-door",
                        DOOR_PAUSE,
                        () -> application.door.setOpen(!incidents.isDown())));
        return application;
    }

    /// Lets the number of workers follow the load from now on; until then it stays as it is.
    ///
    /// @param listener hears of each change
    public void scaleWorkers(ScalingListener listener) {
        WorkerScaling scaling = new WorkerScaling(workers, listener, System::nanoTime);
        workers.resize(WorkerScaling.FEWEST);
        tickers.add(Ticker.start("app-scaling", WorkerScaling.PAUSE, scaling::adjust));
    }

    /// The port that the application listens on.
    public int port() {
        return door.port();
    }

    /// The address to call, without a path.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// Stops listening, drops what is in flight, and waits for its threads.
    @Override
    public void close() {
        tickers.forEach(Ticker::close);
        door.close();
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
        String query = exchange.getRequestURI().getRawQuery();
        Call call =
                new Call(
                        exchange.getRequestMethod(),
                        path,
                        query == null ? "" : query,
                        exchange.getRequestHeaders().getFirst("Accept"),
                        body);
        try {
            // An incident strikes what people ask for, never the scrape that tells of it.
            return endpoint.template().equals(METRICS)
                    ? endpoint.handler().answer(call)
                    : work(endpoint, call);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the application is closing
            return Reply.error(503, "Service Unavailable");
        } catch (Exception e) {
            LOG.debug("{} {} failed", call.method(), path, e);
            return Reply.error(500, "Internal Server Error");
        }
    }

    private Reply work(Endpoint endpoint, Call call) throws Exception {
        if (incidents.fails(call.method())) {
            return Reply.error(500, "Internal Server Error");
        }
        // What the service waits for is slow, not its workers: they do something else meanwhile.
        Thread.sleep(incidents.delay());
        workers.take();
        try {
            return endpoint.handler().answer(call);
        } finally {
            workers.giveBack();
        }
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
