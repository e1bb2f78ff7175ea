package io.narthex.server.peers;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.ServerOptions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// Two servers that scrape one exporter.
///
/// Thread safety: stateless.
final class ScrapingPair {
    private ScrapingPair() {}

    /// Starts both, and returns when both have scraped every step of the exporter.
    static ServerPair start(Path folder, SteppedExporter exporter) throws IOException {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerPair pair =
                ServerPair.start(folder, configuration(exporter.port()), ServerOptions.of(http));
        boolean done = false;
        try {
            scrapeAll(pair, exporter);
            done = true;
        } finally {
            if (!done) {
                pair.close();
            }
        }
        return pair;
    }

    private static String configuration(int port) {
        return """
        global:
          scrape_interval: 150ms
        scrape_configs:
          - job_name: fastapi
            metrics_path: /fastapi/metrics
            static_configs:
              - targets: ["127.0.0.1:%1$d"]
          - job_name: django
            metrics_path: /django/metrics
            static_configs:
              - targets: ["127.0.0.1:%1$d"]
        """
                .formatted(port);
    }

    /// Holds each step until both servers tell of it.
    private static void scrapeAll(ServerPair pair, SteppedExporter exporter) {
        for (int step = 0; step < SteppedExporter.STEPS; step++) {
            exporter.serve(step);
            double time =
                    exporter.begin().plus(SteppedExporter.STEP.multipliedBy(step)).getEpochSecond()
                            + 0.5;
            String query = "exporter_step == " + step;
            // Both services' lines of the step.
            BooleanSupplier both =
                    () ->
                            pair.prometheus().vector(query, time).size() == 2
                                    && pair.narthex().vector(query, time).size() == 2;
            pair.program().await("step " + step + " in both servers", both);
        }
    }
}
