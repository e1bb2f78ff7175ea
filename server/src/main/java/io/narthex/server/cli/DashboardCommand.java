package io.narthex.server.cli;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.dashboards.Dashboard;
import io.narthex.server.dashboards.DashboardPacks;
import io.narthex.server.dashboards.DashboardReader;
import io.narthex.server.dashboards.GrafanaExport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `narthex dashboard`: dashboards as files.
@Command(name = "dashboard", description = "Turn dashboards into those of Grafana.")
final class DashboardCommand extends LaterCommands.Later {
    private static final List<String> LANGUAGES = List.of("en", "ko");

    /// Prints one for Grafana.
    ///
    /// @return 0, or 1 if the file is no dashboard
    @Command(name = "grafana", description = "Print a dashboard as JSON that Grafana imports.")
    int grafana(
            @Option(
                            names = "--lang",
                            paramLabel = "en|ko",
                            defaultValue = "en",
                            description = "Of its texts (default: ${DEFAULT-VALUE}).")
                    String language,
            @Parameters(
                            paramLabel = "NAME|FILE",
                            description = "One that comes along, or a file of your own.")
                    String source) {
        if (!LANGUAGES.contains(language)) {
            throw usage("--lang: \"" + language + "\" is not there; there is en and ko");
        }
        Dashboard dashboard;
        try {
            dashboard = dashboard(source);
        } catch (IOException | IllegalArgumentException e) {
            spec().commandLine().getErr().println("error: " + source + ": " + e.getMessage());
            return 1;
        }
        byte[] json = new GrafanaExport(dashboard, language, ParserOptions.STABLE).json();
        // Bytes, because the terminal's encoding may not know Korean.
        System.out.write(json, 0, json.length);
        System.out.flush();
        return 0;
    }

    private Dashboard dashboard(String source) throws IOException {
        if (DashboardPacks.names().contains(source)) {
            return DashboardPacks.pack(source);
        }
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            throw usage(
                    "there is neither a file nor a dashboard "
                            + source
                            + "; there are "
                            + String.join(", ", DashboardPacks.names()));
        }
        return new DashboardReader(ParserOptions.STABLE).read(Files.readAllBytes(file), null);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec().commandLine(), "error: " + message);
    }
}
