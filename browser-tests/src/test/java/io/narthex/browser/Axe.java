package io.narthex.browser;

import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Looks for what keeps people out of a page.
final class Axe {
    private static final Path SCRIPT =
            Path.of("..", "web-ui", "node_modules", "axe-core", "axe.min.js");

    private static final String VIOLATIONS =
            """
            async (rules = %s) => (await axe.run(document,
                {resultTypes: ['violations'], ...(rules.length && {runOnly: rules})})).violations
                .map(v => `${v.id}: ${v.nodes.map(n => n.target).join(', ')}`)\
            """;

    private Axe() {}

    /// Brings it into the page, where it stays until another is loaded.
    static void bring(Visit visit) {
        try {
            visit.page().evaluate(Files.readString(SCRIPT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong with the page as it is, in light; and in the dark, where only colours are
    /// others.
    static List<?> violations(Visit visit, ColorScheme theme) {
        visit.page().emulateMedia(new EmulateMediaOptions().setColorScheme(theme));
        String rules = theme == ColorScheme.DARK ? "['color-contrast']" : "[]";
        return (List<?>) visit.page().evaluate(VIOLATIONS.formatted(rules));
    }
}
