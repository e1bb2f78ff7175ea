package io.narthex.server.browser;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A Chromium of one's own, without a window, with a new profile.
///
/// It ends when it is closed, or with this process.
///
/// Thread safety: safe for concurrent calls.
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /// Nothing but the page: no look for updates, no services of the maker. Letters are grey, not
    /// coloured, which makes pictures smaller.
    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--remote-debugging-pipe",
                    "--disable-gpu",
                    "--disable-lcd-text",
                    "--hide-scrollbars",
                    "--force-color-profile=srgb",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    /// Chromium wants its pipes as files 3 and 4, and Java can give a process none but 0 to 2: a
    /// shell moves them before it becomes Chromium.
    private static final String MOVE_PIPES = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >&2";

    private static final long CLOSE_SECONDS = 5;

    private final Process process;
    private final Path profile;
    private final DevTools devTools;
    private final Thread hook = Thread.ofPlatform().unstarted(this::end);

    private Chromium(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
        devTools = new DevTools(process.getInputStream(), process.getOutputStream());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts it.
    ///
    /// @param purpose what needs it, such as a flag, for the error if there is none
    /// @param language that pages are asked for, such as `ko`
    /// @throws BrowserException if there is no Chromium on the PATH, or it does not start
    public static Chromium start(String purpose, String language)
            throws BrowserException, InterruptedException {
        return start(purpose, language, System.getenv("PATH"));
    }

    /// @param path where programs are, as the environment has it
    static Chromium start(String purpose, String language, @Nullable String path)
            throws BrowserException, InterruptedException {
        Path program = find(path);
        if (program == null) {
            throw new BrowserException(
                    purpose
                            + " needs Chromium, and the PATH has none of "
                            + String.join(", ", NAMES)
                            + "; install one, such as with apt-get install chromium");
        }
        Path profile = null;
        try {
            profile = Files.createTempDirectory("narthex-chromium");
            Process process =
                    new ProcessBuilder(command(program, profile, language))
                            .redirectError(log(profile).toFile())
                            .start();
            Chromium chromium = new Chromium(process, profile);
            chromium.greet(program);
            return chromium;
        } catch (IOException e) {
            delete(profile);
            throw new BrowserException(purpose + ": " + program + " can't be started: " + e);
        }
    }

    private static List<String> command(Path program, Path profile, String language) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", MOVE_PIPES, program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + profile);
        command.add("--lang=" + language);
        command.add("--accept-lang=" + language);
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--no-sandbox"); // it refuses root otherwise
        }
        command.add("about:blank");
        return command;
    }

    private void greet(Path program) throws BrowserException, InterruptedException {
        try {
            devTools.call(null, "Browser.getVersion", Map.of());
        } catch (BrowserException e) {
            String last = lastWords();
            close();
            throw new BrowserException(
                    program + " does not start: " + last + "; " + e.getMessage());
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log(profile));
            return lines.isEmpty() ? "it says nothing" : lines.getLast();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path log(Path profile) {
        return profile.resolve("narthex.log");
    }

    /// Opens a page.
    ///
    /// @param url to show
    /// @throws BrowserException if nobody answers there
    public Tab open(String url, Viewer viewer) throws BrowserException, InterruptedException {
        Tab tab = Tab.create(devTools, viewer);
        tab.go(url);
        return tab;
    }

    /// A folder for files that are needed as long as this Chromium runs.
    Path profile() {
        return profile;
    }

    /// Its process.
    ProcessHandle process() {
        return process.toHandle();
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

    /// Ends it and deletes its profile.
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The hook runs already.
        }
    }

    /// A Chromium whose pipe is closed ends by itself, its helpers with it.
    private void end() {
        List<ProcessHandle> helpers = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                helpers.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (IOException _) {
            // It has ended.
        } catch (InterruptedException _) {
            helpers.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            delete(profile);
        }
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
