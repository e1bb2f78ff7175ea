package io.narthex.server.ruletest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the files that a pattern matches, as Go's `filepath.Glob` does: `*`, `?` and `[a-z]` stand
/// for parts of the name of one folder or file.
///
/// Thread safety: stateless.
final class FileGlob {
    private FileGlob() {}

    /// In the order of their names.
    static List<Path> matches(Path pattern) {
        Path root = pattern.getRoot();
        List<Path> found = List.of(root == null ? Path.of("") : root);
        for (Path name : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                addMatches(folder, name.toString(), next);
            }
            found = next;
        }
        return found;
    }

    private static void addMatches(Path folder, String name, List<Path> into) {
        if (name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            Path path = folder.resolve(name);
            if (Files.exists(path)) {
                into.add(path);
            }
            return;
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        Pattern pattern = Pattern.compile(regex(name));
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (pattern.matcher(path.getFileName().toString()).matches()) {
                    found.add(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        into.addAll(found);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(glob.substring(++i, i + 1)));
            } else if (inClass) {
                inClass = c != ']';
                regex.append(c == '[' || c == '&' ? "\\" + c : c);
            } else {
                inClass = c == '[';
                regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            case '[' -> "[";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return inClass ? Pattern.quote(glob) : regex.toString();
    }
}
