package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.rules.notify.NotifierOptions;
import io.narthex.server.AlertingOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Alertmanager's own command line sets, shows and ends silences here.
class AmtoolTest {
    private static final Path AMTOOL = Path.of("/usr/bin/amtool");

    @TempDir Path directory;
    private int runs;

    @BeforeEach
    void require() {
        ExternalProgram.require(AMTOOL, "prometheus-alertmanager");
    }

    /// @param command `silence` and what follows
    private String amtool(NarthexServer server, String... command) {
        List<String> line =
                new ArrayList<>(List.of(AMTOOL.toString(), "--alertmanager.url=" + server.url()));
        line.addAll(List.of(command));
        Path log = directory.resolve("amtool" + runs++ + ".log");
        // The home directory may have an amtool.yml.
        try (ExternalProgram program =
                ExternalProgram.start(log, Map.of("HOME", directory.toString()), line)) {
            return program.finish();
        }
    }

    @Test
    void silence_isAdded_shown_changed_andEnded() {
        ServerOptions options =
                ServerOptions.of(
                                HttpServerOptions.DEFAULTS.withListen(
                                        new InetSocketAddress("127.0.0.1", 0)))
                        .withAlerting(new AlertingOptions(NotifierOptions.DEFAULTS, true));
        try (NarthexServer server =
                NarthexServer.start(options, ConfigFile.parse("narthex.yml", "", _ -> null))) {
            String id =
                    amtool(
                                    server,
                                    "silence",
                                    "add",
                                    "--author=kim",
                                    "--comment=deploying",
                                    "--duration=2h",
                                    "alertname=Down",
                                    "service!=shop",
                                    "instance=~a.*|b")
                            .strip();
            String all = amtool(server, "silence", "query");
            assertThat(all)
                    .contains(id, "kim", "deploying")
                    .contains("alertname=\"Down\"", "service!=\"shop\"", "instance=~\"a.*|b\"");
            assertThat(amtool(server, "silence", "query", "--quiet", "alertname=Down").strip())
                    .isEqualTo(id);
            assertThat(amtool(server, "silence", "query", "--quiet", "alertname=Up").strip())
                    .isEmpty();
            assertThat(amtool(server, "silence", "update", "--comment=still deploying", id))
                    .contains("still deploying");
            assertThat(amtool(server, "silence", "query", "--quiet").strip()).isEqualTo(id);
            amtool(server, "silence", "expire", id);
            assertThat(amtool(server, "silence", "query", "--quiet").strip()).isEmpty();
            assertThat(amtool(server, "silence", "query", "--quiet", "--expired").strip())
                    .isEqualTo(id);
        }
    }
}
