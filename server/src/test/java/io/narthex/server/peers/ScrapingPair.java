package io.narthex.server.peers;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Prometheus as a process and Narthex in this one, with the same configuration.
///
/// Thread safety: for one test's thread; the clients for any.
///
/// @param program Prometheus' process
/// @param server Narthex
/// @param prometheus a client of the one
/// @param narthex a client of the other
record ScrapingPair(
        ExternalProgram program,
        NarthexServer server,
        PrometheusApi prometheus,
        PrometheusApi narthex)
        implements AutoCloseable {
    /// Starts both, and returns when both have scraped every step of the exporter.
    static ScrapingPair start(Path executable, Path folder, SteppedExporter exporter)
            throws IOException {
        String yaml = configuration(exporter.port());
        Path config = Files.writeString(folder.resolve("prometheus.yml"), yaml);
        int port = ExternalProgram.freePort();
        ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve("prometheus.log"),
                        Map.of(),
                        List.of(
                                executable.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port));
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        NarthexServer server =
                NarthexServer.start(
                        ServerOptions.of(http), ConfigFile.parse("test.yml", yaml, _ -> null));
        ScrapingPair pair =
                new ScrapingPair(
                        program,
                        server,
                        new PrometheusApi("http://127.0.0.1:" + port),
                        new PrometheusApi(server.url()));
        boolean done = false;
        try {
            pair.scrapeAll(exporter);
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
    private void scrapeAll(SteppedExporter exporter) {
        program.await("Prometheus' readiness", () -> prometheus.answers("-/ready"));
        for (int step = 0; step < SteppedExporter.STEPS; step++) {
            exporter.serve(step);
            double time =
                    exporter.begin().plus(SteppedExporter.STEP.multipliedBy(step)).getEpochSecond()
                            + 0.5;
            String query = "exporter_step == " + step;
            // Both services' lines of the step.
            BooleanSupplier both =
                    () ->
                            prometheus.vector(query, time).size() == 2
                                    && narthex.vector(query, time).size() == 2;
            program.await("step " + step + " in both servers", both);
        }
    }

    @Override
    public void close() {
        program.close();
        server.close();
    }
}
