package io.narthex.server.cli;

import io.narthex.server.browser.Viewer;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which page is shown, and how.
///
/// Thread safety: for one thread.
final class ViewerFlags {
    private static final String DASHBOARD = "http://127.0.0.1:9090/#/dashboard";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = DASHBOARD,
            description = "The page (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create(DASHBOARD);

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1280x800",
            converter = SizeConverter.class,
            description =
                    "The window in pixels (default: ${DEFAULT-VALUE}); 390x844 is a telephone.")
    private Size size = new Size(1280, 800);

    @Option(
            names = "--theme",
            paramLabel = "light|dark",
            defaultValue = "light",
            converter = ThemeConverter.class,
            description = "Colours (default: ${DEFAULT-VALUE}).")
    private String theme = "light";

    @Option(
            names = "--lang",
            paramLabel = "en|ko",
            defaultValue = "en",
            converter = LanguageConverter.class,
            description = "The page's language (default: ${DEFAULT-VALUE}).")
    private String language = "en";

    String url() {
        return url.toString();
    }

    /// Another page, seen from the first one.
    String url(String other) {
        return url.resolve(other).toString();
    }

    String language() {
        return language;
    }

    Viewer viewer() {
        return new Viewer(size.width, size.height, theme);
    }

    private record Size(int width, int height) {}

    /// Reads `--size`.
    static final class SizeConverter implements CommandLine.ITypeConverter<Size> {
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,4})x([0-9]{1,4})");
        private static final int LEAST = 100;
        private static final int MOST = 4000;

        @Override
        public Size convert(String text) {
            Matcher matcher = SIZE.matcher(text);
            if (matcher.matches()) {
                Size size =
                        new Size(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)));
                if (Math.min(size.width, size.height) >= LEAST
                        && Math.max(size.width, size.height) <= MOST) {
                    return size;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "\"%s\" is no size; write width and height from %d to %d, such as 1280x800"
                            .formatted(text, LEAST, MOST));
        }
    }

    /// Reads `--theme`.
    static final class ThemeConverter extends OneOf {
        ThemeConverter() {
            super("light", "dark");
        }
    }

    /// Reads `--lang`.
    static final class LanguageConverter extends OneOf {
        LanguageConverter() {
            super("en", "ko");
        }
    }

    private abstract static class OneOf implements CommandLine.ITypeConverter<String> {
        private final List<String> known;

        OneOf(String... known) {
            this.known = List.of(known);
        }

        @Override
        public String convert(String text) {
            if (!known.contains(text)) {
                throw new CommandLine.TypeConversionException(
                        "\"" + text + "\" is not there; there is " + String.join(" and ", known));
            }
            return text;
        }
    }
}
