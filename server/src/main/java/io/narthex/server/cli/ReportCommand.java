package io.narthex.server.cli;

import io.narthex.server.browser.BrowserException;
import io.narthex.server.browser.Chromium;
import io.narthex.server.browser.PngPicture;
import io.narthex.server.browser.Tab;
import io.narthex.server.browser.Viewer;
import io.narthex.server.report.Report;
import io.narthex.server.report.ReportException;
import io.narthex.server.report.ReportRange;
import io.narthex.server.report.ReportServer;
import io.narthex.server.report.WrittenReport;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;

/// `narthex report`: what an incident did, as a page.
@Command(
        name = "report",
        description = {
            "Write a page that compares a span before an incident with one during it: panels,"
                    + " alerts, error budget.",
            "A span is A..B; both are RFC 3339, Unix seconds, now, or relative such as -10m."
        },
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {
    private static final List<String> LANGUAGES = List.of("en", "ko");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Option(
            names = "--before",
            paramLabel = "A..B",
            required = true,
            description = "When all was well, such as -20m..-10m.")
    private String before = "";

    @Option(
            names = "--during",
            paramLabel = "A..B",
            required = true,
            description = "When it was not, such as -10m..now.")
    private String during = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "The server; by default ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:9090");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The page (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("report.html");

    @Option(
            names = "--pdf",
            paramLabel = "FILE",
            description = "The same as PDF, printed by Chromium.")
    private @Nullable Path pdf;

    @Option(
            names = "--png",
            paramLabel = "FOLDER",
            description = "Each panel before and during as a PNG of its own, drawn by Chromium.")
    private @Nullable Path pictures;

    @Option(
            names = "--lang",
            paramLabel = "en|ko",
            defaultValue = "en",
            description = "The page's language (default: ${DEFAULT-VALUE}).")
    private String language = "en";

    /// @return 0, or 1 if the server can't be asked or a file can't be written
    @Override
    public Integer call() throws InterruptedException {
        if (!LANGUAGES.contains(language)) {
            throw usage("--lang: \"" + language + "\" is not there; there is en and ko");
        }
        long now = System.currentTimeMillis();
        Report report =
                new Report(
                        range("--before", before, now),
                        range("--during", during, now),
                        language,
                        ZoneId.systemDefault());
        try (ReportServer server = new ReportServer(url)) {
            WrittenReport written = report.write(server, url.toString(), now);
            write(written.page());
            draw(written);
            return 0;
        } catch (ReportException | BrowserException e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            return 1;
        }
    }

    private void draw(WrittenReport written) throws BrowserException, InterruptedException {
        if (pdf == null && pictures == null) {
            return;
        }
        try (Chromium chromium = Chromium.start(pdf == null ? "--png" : "--pdf", language)) {
            if (pdf != null) {
                Tab tab = chromium.open(out.toAbsolutePath().toUri().toString(), Viewer.DESK);
                tab.awaitQuiet(PATIENCE);
                MadeFile.write(spec, pdf, tab.print());
            }
            if (pictures != null) {
                Tab tab = chromium.open("about:blank", Viewer.DESK);
                tab.show(written.figures());
                tab.awaitQuiet(PATIENCE);
                for (String id : written.figureIds()) {
                    byte[] picture = PngPicture.small(tab.picture("#" + id));
                    MadeFile.write(spec, folder(pictures).resolve(id + ".png"), picture);
                }
            }
        }
    }

    private static Path folder(Path wanted) throws BrowserException {
        try {
            return Files.createDirectories(wanted);
        } catch (IOException e) {
            throw new BrowserException(
                    wanted + " is no folder (" + e + "); name another one with --png=FOLDER");
        }
    }

    private void write(String page) throws ReportException {
        try {
            Files.writeString(out, page);
        } catch (IOException e) {
            throw new ReportException(
                    out + " can't be written (" + e + "); name another file with --out=FILE");
        }
        tell(out);
    }

    private void tell(Path file) {
        spec.commandLine().getOut().println("written: " + file);
        spec.commandLine().getOut().flush();
    }

    private ReportRange range(String flag, String text, long now) {
        try {
            return ReportRange.parse(flag, text, now);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), "error: " + message);
    }
}
