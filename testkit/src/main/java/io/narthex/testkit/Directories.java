package io.narthex.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Copies of a store's files while it is open: what the end of its process would leave.
///
/// Thread safety: stateless.
public final class Directories {
    private Directories() {}

    /// Copies a directory with all it holds, as it is now.
    ///
    /// @param to where there is nothing yet, or an empty directory
    /// @return `to`
    /// @throws UncheckedIOException if that fails
    public static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a directory with all it holds, because hundreds of copies would fill the disk.
    ///
    /// @throws UncheckedIOException if that fails
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
