package io.narthex.server.peers;

import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Prometheus as a process and Narthex in this one, with the same configuration.
///
/// Thread safety: for one test's thread; the clients for any.
///
/// @param program Prometheus' process
/// @param server Narthex
/// @param prometheus a client of the one
/// @param narthex a client of the other
record ServerPair(
        ExternalProgram program,
        NarthexServer server,
        PrometheusApi prometheus,
        PrometheusApi narthex)
        implements AutoCloseable {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    /// Skips the running test, or fails it in CI, where Prometheus is not installed.
    static void require() {
        ExternalProgram.require(PROMETHEUS, "prometheus");
    }

    /// Starts both, and returns when both answer.
    ///
    /// @param folder gets Prometheus' files
    /// @param options Narthex' options
    /// @param flags more of Prometheus' flags
    static ServerPair start(Path folder, String yaml, ServerOptions options, String... flags)
            throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), yaml);
        int port = ExternalProgram.freePort();
        List<String> command = new ArrayList<>();
        command.add(PROMETHEUS.toString());
        command.add("--config.file=" + config);
        command.add("--storage.tsdb.path=" + folder.resolve("data"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        command.addAll(List.of(flags));
        ExternalProgram program =
                ExternalProgram.start(folder.resolve("prometheus.log"), Map.of(), command);
        NarthexServer server;
        try {
            PrometheusApi prometheus = new PrometheusApi("http://127.0.0.1:" + port);
            program.await("Prometheus' readiness", () -> prometheus.answers("-/ready"));
            server = NarthexServer.start(options, ConfigFile.parse("test.yml", yaml, _ -> null));
            return new ServerPair(program, server, prometheus, new PrometheusApi(server.url()));
        } catch (Throwable e) {
            program.close();
            throw e;
        }
    }

    @Override
    public void close() {
        program.close();
        server.close();
    }
}
