package io.narthex.server.cli;

import io.narthex.server.browser.BrowserException;
import io.narthex.server.browser.Chromium;
import io.narthex.server.browser.Film;
import io.narthex.server.browser.FilmFrame;
import io.narthex.server.browser.MovingPicture;
import io.narthex.server.browser.Tab;
import io.narthex.server.browser.Video;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// `narthex film`: what a page shows for a while.
@Command(
        name = "film",
        description =
                "Film a page of a running server for up to a minute, as WebM and as a small"
                        + " animated picture, with the Chromium of this machine.",
        sortOptions = false)
final class FilmCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Mixin private ViewerFlags flags = new ViewerFlags();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long, 1 to 60 (default: ${DEFAULT-VALUE}).")
    private int seconds = MOST_SECONDS;

    @Option(
            names = "--step",
            paramLabel = "SECOND=WHAT",
            converter = StepConverter.class,
            description =
                    "What a visitor does meanwhile; may be given several times: 10=#/alerts goes to"
                            + " another page, 20=scroll:#panel-errors to an element of this one.")
    private List<Film.Step> steps = List.of();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The WebM.")
    private Path out = Path.of("");

    @Option(
            names = "--animated",
            paramLabel = "FILE",
            description = "The same as an animated PNG, at most 800 pixels wide and 1.5 MB large.")
    private @Nullable Path animated;

    /// @return 0, or 1 if there is no Chromium, no page, or a file can't be written
    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "error: --seconds: " + seconds + " is not from 1 to " + MOST_SECONDS);
        }
        try (Chromium chromium = Chromium.start("narthex film", flags.language())) {
            Tab tab = chromium.open(flags.url(), flags.viewer());
            tab.awaitQuiet(PATIENCE);
            List<FilmFrame> frames = Film.record(tab, Duration.ofSeconds(seconds), walk());
            tab.close();
            MadeFile.write(spec, out, Video.of(chromium, frames, seconds));
            if (animated != null) {
                MadeFile.write(spec, animated, MovingPicture.of(frames, seconds));
            }
            return 0;
        } catch (BrowserException e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            return 1;
        }
    }

    private List<Film.Step> walk() {
        return steps.stream()
                .map(step -> step.isScroll() ? step : step.to(flags.url(step.url())))
                .toList();
    }

    /// Reads `--step`.
    static final class StepConverter implements CommandLine.ITypeConverter<Film.Step> {
        @Override
        public Film.Step convert(String text) {
            int equals = text.indexOf('=');
            if (equals > 0 && text.substring(0, equals).matches("[0-9]{1,2}")) {
                Duration at = Duration.ofSeconds(Long.parseLong(text.substring(0, equals)));
                return new Film.Step(at, text.substring(equals + 1));
            }
            throw new CommandLine.TypeConversionException(
                    "\"" + text + "\" is no step; write SECOND=WHAT, such as 10=#/alerts");
        }
    }
}
