package io.narthex.server.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A path whose last element may have wildcards, as shells have them: `*`, `?`, `[a-z]`, `[^a]`,
/// and a backslash before a character that is meant as itself.
///
/// Thread safety: immutable.
public final class PathPattern {
    private static final String WILDCARDS = "*?[\\";

    private final Path path;
    private final Pattern lastElement;

    private PathPattern(Path path, Pattern lastElement) {
        this.path = path;
        this.lastElement = lastElement;
    }

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException if a folder has a `*`, or a bracket is never closed
    public static PathPattern of(Path path) {
        Path folder = path.getParent();
        if (folder != null && folder.toString().contains("*")) {
            throw new IllegalArgumentException(
                    "invalid rule file path \""
                            + path
                            + "\": only its last element may have \"*\"");
        }
        String last = String.valueOf(path.getFileName());
        try {
            return new PathPattern(path, Pattern.compile(regex(last)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("syntax error in pattern \"" + path + "\"", e);
        }
    }

    /// The expression for one element of a path.
    private static String regex(String glob) {
        StringBuilder out = new StringBuilder("(?s)");
        boolean inBrackets = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                i++;
                out.append(Pattern.quote(glob.substring(i, i + 1)));
            } else if (inBrackets) {
                inBrackets = c != ']';
                out.append(c == '[' ? "\\[" : c);
            } else {
                inBrackets = c == '[';
                switch (c) {
                    case '*' -> out.append(".*");
                    case '?' -> out.append('.');
                    case '[' -> out.append('[');
                    default -> out.append(Pattern.quote(String.valueOf(c)));
                }
            }
        }
        return out.toString();
    }

    /// Whether it may match several files, or none without that being a mistake.
    public boolean hasStar() {
        return path.toString().contains("*");
    }

    /// The files that are there now, sorted; none where the folder is missing.
    ///
    /// @throws IOException if the folder can't be read
    public List<Path> files() throws IOException {
        String last = String.valueOf(path.getFileName());
        if (last.chars().noneMatch(c -> WILDCARDS.indexOf(c) >= 0)) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? List.of(path) : List.of();
        }
        Path parent = path.getParent();
        Path folder = parent == null ? Path.of("") : parent;
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (lastElement.matcher(String.valueOf(entry.getFileName())).matches()) {
                    found.add(entry);
                }
            }
        } catch (NotDirectoryException _) {
            return List.of(); // it has just been replaced
        }
        Collections.sort(found);
        return found;
    }

    /// As the configuration has it, resolved.
    @Override
    public String toString() {
        return path.toString();
    }
}
