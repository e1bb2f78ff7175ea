package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.ReloadOptions;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigDefaults;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// A reload turns the scraping of native histograms on: the server federates from itself, in text
/// before and in protobuf afterwards.
class ReloadedHistogramsTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void scrapeNativeHistograms_changesWithAReload() throws Exception {
        Path config = Files.writeString(folder.resolve("n.yml"), "");
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (NarthexServer server =
                NarthexServer.start(
                        ServerOptions.of(http).withReceivers(ReceiverOptions.of(true)),
                        ConfigFile.read(config),
                        new ReloadOptions(config, ConfigDefaults.USUAL, null, () -> {}))) {
            PrometheusApi api = new PrometheusApi(server.url());
            push(api, "below_seconds", 0.5);
            reload(api, config, server, false);
            awaitAny(api, "count(scrape_samples_scraped{job=\"self\"} == 0)");
            assertThat(api.vector("below_seconds{job=\"self\"}", Double.NaN)).isEmpty();
            reload(api, config, server, true);
            awaitAny(api, "histogram_count(below_seconds{job=\"self\"}) == 4");
        }
    }

    private static void awaitAny(PrometheusApi api, String query) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> !api.vector(query, Double.NaN).isEmpty());
    }

    private static void push(PrometheusApi api, String name, double sum) {
        Map<String, String> labels = new TreeMap<>(Map.of("__name__", name, "job", "batch"));
        long now = System.currentTimeMillis();
        assertThat(api.write(WriteRequests.ofHistogram(labels, now, 4, sum)).statusCode())
                .isEqualTo(204);
    }

    private static void reload(PrometheusApi api, Path config, NarthexServer server, boolean takes)
            throws IOException {
        Files.writeString(
                config,
                """
                scrape_configs:
                  - job_name: self
                    scrape_interval: 50ms
                    scrape_native_histograms: %s
                    metrics_path: /federate
                    params: {'match[]': ['{job="batch"}']}
                    static_configs: [{targets: ["%s"]}]
                """
                        .formatted(takes, URI.create(server.url()).getAuthority()));
        assertThat(api.post("-/reload", Map.of()).statusCode()).isEqualTo(200);
    }
}
