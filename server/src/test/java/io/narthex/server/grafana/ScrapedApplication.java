package io.narthex.server.grafana;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.narthex.demo.DemoApplication;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The sample application after some requests, an exporter with names that are no identifiers, and
/// a server that scrapes both and itself.
///
/// Thread safety: for one test's thread.
///
/// @param application answered 20 requests well and 5 with 404
/// @param exporter the one with the names
/// @param server scrapes them
record ScrapedApplication(DemoApplication application, HttpServer exporter, NarthexServer server)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Starts everything; when it returns, all has been scraped.
    ///
    /// @param routePrefix path before every route, `/` for none
    static ScrapedApplication start(String routePrefix) throws IOException {
        DemoApplication application = DemoApplication.start(0);
        for (int i = 0; i < 20; i++) {
            visit(application, "/items");
        }
        for (int i = 0; i < 5; i++) {
            visit(application, "/users/none");
        }
        HttpServer exporter =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        exporter.createContext("/metrics", ScrapedApplication::anyNames);
        exporter.start();
        int port = ExternalProgram.freePort();
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .withRoutePrefix(routePrefix);
        String yaml =
                configuration(application.port(), port, routePrefix)
                        + job("names", exporter.getAddress().getPort(), "/metrics");
        NarthexServer server =
                NarthexServer.start(
                        ServerOptions.of(http), ConfigFile.parse("test.yml", yaml, _ -> null));
        ScrapedApplication all = new ScrapedApplication(application, exporter, server);
        awaitScrapes(new PrometheusApi(all.url(routePrefix)), "count(up == 1) == 3");
        return all;
    }

    /// Waits until an expression is true, and until the application was scraped twice.
    static void awaitScrapes(PrometheusApi api, String condition) {
        String twice = "count_over_time(up{job=\"fastapi\"}[1m]) >= 2";
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () ->
                                !api.vector(condition, Double.NaN).isEmpty()
                                        && !api.vector(twice, Double.NaN).isEmpty());
    }

    /// Where to ask, with a slash at the end.
    String url(String routePrefix) {
        String prefix = routePrefix.substring(1);
        return server.url() + (prefix.isEmpty() ? "" : prefix + "/");
    }

    /// A configuration that scrapes the application and the server itself.
    static String configuration(int application, int self, String routePrefix) {
        String prefix = routePrefix.equals("/") ? "" : routePrefix;
        return "global:\n  scrape_interval: 2s\nscrape_configs:\n"
                + job("fastapi", application, "/metrics")
                + job("self", self, prefix + "/metrics");
    }

    private static String job(String name, int port, String path) {
        return """
          - job_name: %s
            metrics_path: %s
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
                .formatted(name, path, port);
    }

    private static void anyNames(HttpExchange exchange) throws IOException {
        byte[] body =
                """
                # TYPE "disk.free" gauge
                {"disk.free","host.name"="alpha"} 5
                other{"host.name"="beta"} 6
                """
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", "text/plain; version=1.0.0; escaping=allow-utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void visit(DemoApplication application, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(application.uri().resolve(path)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var _ = client.send(request, BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.close();
        exporter.stop(0);
        application.close();
    }
}
