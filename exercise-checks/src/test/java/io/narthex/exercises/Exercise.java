package io.narthex.exercises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One exercise as the page describes it.
///
/// @param title its heading, with its number
/// @param patch what it starts from
/// @param solution what makes the test pass again; empty where taking the patch back does
/// @param testClass the test that fails, by its full name
/// @param testMethod its method
/// @param says what is in a message of the test then
record Exercise(
        String title,
        Path patch,
        Optional<Path> solution,
        String testClass,
        String testMethod,
        String says) {
    /// The reactor's folder: the one above this module's.
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^## (\\d+\\. [^\n]+)\n(.*?)(?=^## |\\z)");
    private static final Pattern PATCH =
            Pattern.compile("git apply docs/(exercises/[\\w-]+\\.patch)");
    private static final Pattern SOLUTION =
            Pattern.compile("\\]\\((exercises/[\\w-]+\\.solution\\.patch)\\)");
    private static final Pattern TEST =
            Pattern.compile(
                    "`([a-z][\\w.]*\\.[A-Z]\\w*Test)#(\\w+)` fails (?:at first )?with"
                            + " \"([^\"]+)\"");

    /// All that the page has, in its order.
    static List<Exercise> all() {
        List<Exercise> all = new ArrayList<>();
        Matcher section = SECTION.matcher(read(DOCS.resolve("exercises.md")));
        while (section.find()) {
            String text = section.group(2);
            MatchResult test = only(TEST, section.group(1), text);
            Matcher solution = SOLUTION.matcher(text);
            all.add(
                    new Exercise(
                            section.group(1),
                            DOCS.resolve(only(PATCH, section.group(1), text).group(1)),
                            solution.find()
                                    ? Optional.of(DOCS.resolve(solution.group(1)))
                                    : Optional.empty(),
                            "io.narthex." + test.group(1),
                            test.group(2),
                            test.group(3)));
        }
        return all;
    }

    /// The one match that there has to be.
    private static MatchResult only(Pattern pattern, String title, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.size() != 1) {
            throw new AssertionError("\"" + title + "\" has not exactly one " + pattern);
        }
        return found.getFirst();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
