package io.narthex.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.lang.Double.NaN;

import io.narthex.http.DemoControl;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.AlertingOptions;
import io.narthex.server.ApiOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// A Narthex server in this process, on a free port of the loopback address, where silences may be
/// set.
///
/// @param server what runs
/// @param api asks it, as any other client does
record Served(NarthexServer server, PrometheusApi api) implements AutoCloseable {
    private static final DemoControl NOTHING_HAPPENS =
            new DemoControl() {
                @Override
                public State state() {
                    return new State("5m", List.of(), List.of());
                }

                @Override
                public String incident(String text) {
                    throw new IllegalArgumentException(text);
                }
            };

    private static ServerOptions options() {
        return ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .withAlerting(new AlertingOptions(AlertingOptions.DEFAULTS.notifier(), true));
    }

    private static Served start(ServerOptions options, String yaml) {
        NarthexServer server =
                NarthexServer.start(options, ConfigFile.parse("test.yml", yaml, _ -> null));
        return new Served(server, new PrometheusApi(server.url()));
    }

    /// Starts a server.
    ///
    /// @param yaml its configuration file's text; may be empty
    static Served with(String yaml) {
        return start(options(), yaml);
    }

    /// Starts a server where everybody may save dashboards, as in the demo.
    ///
    /// @param yaml its configuration file's text; may be empty
    static Served writable(String yaml) {
        return start(options().withApi(ApiOptions.DEFAULTS.withDemo(NOTHING_HAPPENS)), yaml);
    }

    /// Starts a server that scrapes nothing and has what it is told, so that nobody waits for
    /// samples.
    ///
    /// @param exposition samples with their times, in the text format
    static Served holding(String exposition) {
        Served served = start(options().withReceivers(ReceiverOptions.of(true)), "");
        HttpRequest push =
                HttpRequest.newBuilder(URI.create(served.url("api/v1/import/prometheus")))
                        .POST(HttpRequest.BodyPublishers.ofString(exposition))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(push, HttpResponse.BodyHandlers.ofString());
            assertEquals(204, response.statusCode(), response::body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return served;
    }

    /// The page's address.
    ///
    /// @param hash its state, such as `#/targets`; empty for what it shows first
    String url(String hash) {
        return server.url() + hash;
    }

    /// Starts a server that scrapes targets every second, as one job, `fastapi`.
    static Served scraping(String... targets) {
        return with(
                """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: fastapi
                    static_configs: [{targets: ["%s"]}]
                """
                        .formatted(String.join("\", \"", targets)));
    }

    /// Waits until all that it scrapes was scraped three times, so that there are rates.
    Served withData() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !api.vector("min(count_over_time(up[5m])) >= 3", NaN).isEmpty());
        return this;
    }

    @Override
    public void close() {
        server.close();
    }
}
