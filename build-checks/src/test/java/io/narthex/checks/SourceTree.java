package io.narthex.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The project's folders and files as the checks see them. Generated sources live under `target`
/// and are never looked at.
final class SourceTree {
    /// The reactor's folder: the one above this module's.
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private SourceTree() {}

    /// The modules of the root POM and of its profiles, in their order there, each once. Those of
    /// profiles need not be in this build's reactor.
    static List<String> modules() {
        Set<String> modules = new LinkedHashSet<>();
        Matcher m =
                Pattern.compile("<module>([^<]+)</module>").matcher(read(ROOT.resolve("pom.xml")));
        while (m.find()) {
            modules.add(m.group(1));
        }
        return List.copyOf(modules);
    }

    /// Every Java file below a folder of every module, such as `src/main/java`.
    static List<Path> javaFiles(String folder) {
        return modules().stream()
                .flatMap(module -> files(ROOT.resolve(module).resolve(folder), ".java").stream())
                .toList();
    }

    /// Every file below a folder with a suffix; none where the folder is missing.
    static List<Path> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(p -> p.toString().endsWith(suffix) && Files.isRegularFile(p))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The path as people write it, from the root.
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
