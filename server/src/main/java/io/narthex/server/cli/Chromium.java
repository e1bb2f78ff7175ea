package io.narthex.server.cli;

import io.narthex.server.report.ReportException;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Prints pages to PDF with the Chromium of this machine, if there is one.
///
/// Thread safety: stateless.
final class Chromium {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final int PATIENCE_SECONDS = 90;

    private Chromium() {}

    /// Prints a page.
    ///
    /// @throws ReportException if there is no Chromium, or it prints nothing
    static void print(Path page, Path pdf) throws ReportException, InterruptedException {
        Path chromium = find(System.getenv("PATH"));
        if (chromium == null) {
            throw new ReportException(
                    "--pdf needs Chromium, and the PATH has none of "
                            + String.join(", ", NAMES)
                            + "; install one, or print "
                            + page
                            + " from any browser");
        }
        Path profile = null;
        try {
            profile = Files.createTempDirectory("narthex-report");
            run(command(chromium, profile, page, pdf), profile.resolve("log"));
            if (!Files.exists(pdf) || Files.size(pdf) == 0) {
                throw new ReportException(
                        chromium + " printed nothing: " + lastLine(profile.resolve("log")));
            }
        } catch (IOException e) {
            throw new ReportException(chromium + " can't print " + page + ": " + e);
        } finally {
            delete(profile);
        }
    }

    private static List<String> command(Path chromium, Path profile, Path page, Path pdf) {
        List<String> command = new ArrayList<>();
        command.add(chromium.toString());
        command.add("--headless");
        command.add("--disable-gpu");
        command.add("--user-data-dir=" + profile);
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--no-sandbox"); // it refuses root otherwise, and the page has no script
        }
        command.add("--no-pdf-header-footer");
        command.add("--print-to-pdf=" + pdf.toAbsolutePath());
        command.add(page.toAbsolutePath().toUri().toString());
        return command;
    }

    private static void run(List<String> command, Path log)
            throws IOException, ReportException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ReportException(
                        command.getFirst()
                                + " did not end within "
                                + PATIENCE_SECONDS
                                + " s; print the page from a browser");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it says nothing" : lines.getLast();
    }

    /// The first of the names that a path has, or null.
    static @Nullable Path find(@Nullable String path) {
        for (String name : NAMES) {
            for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
                Path file = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // Chromium's last processes may still write there; temporary files are the system's.
        }
    }
}
