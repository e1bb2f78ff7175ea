package io.narthex.server.cli;

import io.narthex.server.browser.BrowserException;
import io.narthex.server.browser.Chromium;
import io.narthex.server.browser.PngPicture;
import io.narthex.server.browser.Tab;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// `narthex picture`: a page, as a browser shows it.
@Command(
        name = "picture",
        description =
                "Take a picture of a page of a running server, once it shows data, with the"
                        + " Chromium of this machine.",
        sortOptions = false)
final class PictureCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Mixin private ViewerFlags flags = new ViewerFlags();

    @ArgGroup private @Nullable Part part;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The PNG.")
    private Path out = Path.of("");

    /// What of the page, other than the window.
    private static final class Part {
        @Option(names = "--whole", description = "All of the page, however long it is.")
        private boolean whole;

        @Option(
                names = "--only",
                paramLabel = "SELECTOR",
                description = "Only an element of the page, such as #panel-errors.")
        private @Nullable String only;
    }

    /// @return 0, or 1 if there is no Chromium, no page, or the file can't be written
    @Override
    public Integer call() throws InterruptedException {
        try (Chromium chromium = Chromium.start("narthex picture", flags.language())) {
            Tab tab = chromium.open(flags.url(), flags.viewer());
            tab.awaitQuiet(PATIENCE);
            MadeFile.write(spec, out, PngPicture.small(picture(tab)));
            return 0;
        } catch (BrowserException e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            return 1;
        }
    }

    private byte[] picture(Tab tab) throws BrowserException, InterruptedException {
        if (part != null && part.only != null) {
            return tab.picture(part.only);
        }
        return part != null && part.whole ? tab.wholePicture() : tab.picture();
    }
}
