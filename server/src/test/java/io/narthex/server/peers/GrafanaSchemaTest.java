package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.dashboards.Dashboard;
import io.narthex.server.dashboards.DashboardPacks;
import io.narthex.server.dashboards.GrafanaExport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Dashboards for Grafana are of the types that Grafana publishes (`@grafana/schema`), with no key
/// that these don't know.
class GrafanaSchemaTest {
    /// That of the pages, seen from where the client is installed.
    private static final String COMPILER = "../../../../web-ui/node_modules/typescript/bin/tsc";

    @TempDir private Path folder = Path.of("");

    @Test
    void packs_areOfGrafanasTypes() throws IOException {
        NodeClient client = NodeClient.install("grafana", folder);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--noEmit",
                                "--strict",
                                "--skipLibCheck",
                                "--allowImportingTsExtensions",
                                "--module",
                                "nodenext",
                                "--target",
                                "es2022"));
        for (Dashboard pack : DashboardPacks.all().values()) {
            byte[] json = new GrafanaExport(pack, "ko", ParserOptions.STABLE).json();
            Path file = client.installed().resolve(pack.name() + ".ts");
            Files.writeString(
                    file,
                    "import type { DashboardFile } from './dashboard.ts';\n"
                            + "export const file: DashboardFile = "
                            + new String(json, StandardCharsets.UTF_8));
            arguments.add(file.toString());
        }
        assertThat(client.node(COMPILER, arguments.toArray(String[]::new))).isEmpty();
    }
}
