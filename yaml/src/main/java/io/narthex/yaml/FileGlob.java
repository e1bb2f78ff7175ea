package io.narthex.yaml;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A path whose elements may have wildcards, as Go's `filepath.Glob` knows them: `*`, `?`, `[a-z]`,
/// `[^a]`, and a backslash before a character that is meant as itself. None goes over several
/// folders.
///
/// Thread safety: immutable.
public final class FileGlob {
    private final Path root;
    private final List<Element> elements = new ArrayList<>();

    /// An element of the path.
    ///
    /// @param pattern null where the name is meant as it is
    private record Element(String name, @Nullable Pattern pattern) {}

    private FileGlob(Path path) {
        Path own = path.getRoot();
        this.root = own == null ? Path.of("") : own;
        for (Path element : path) {
            String name = element.toString();
            boolean isPlain = name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
            elements.add(new Element(name, isPlain ? null : Pattern.compile(regex(name))));
        }
    }

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException if a bracket is never closed
    public static FileGlob of(Path path) {
        try {
            return new FileGlob(path);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("syntax error in pattern \"" + path + "\"", e);
        }
    }

    /// The files that are there now, folder by folder in the order of their names; folders that
    /// are missing have none.
    ///
    /// @throws IOException if a folder can't be read
    public List<Path> files() throws IOException {
        List<Path> found = List.of(root);
        for (Element element : elements) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                add(folder, element, next);
            }
            found = next;
        }
        return found;
    }

    private static void add(Path folder, Element element, List<Path> into) throws IOException {
        Pattern pattern = element.pattern;
        if (pattern == null) {
            Path path = folder.resolve(element.name);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                into.add(path);
            }
            return;
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (pattern.matcher(String.valueOf(entry.getFileName())).matches()) {
                    found.add(entry);
                }
            }
        } catch (NotDirectoryException _) {
            return; // it has just been replaced
        }
        found.sort(null);
        into.addAll(found);
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
                out.append(c == '[' || c == '&' ? "\\" + c : c);
            } else {
                inBrackets = c == '[';
                out.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            case '[' -> "[";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return out.toString();
    }
}
