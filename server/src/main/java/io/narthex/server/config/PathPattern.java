package io.narthex.server.config;

import io.narthex.yaml.FileGlob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The path of rule files: a [FileGlob] whose folders have no `*`, as Prometheus wants it. `?` and
/// `[a-z]` may be anywhere.
///
/// Thread safety: immutable.
public final class PathPattern {
    private final Path path;
    private final FileGlob glob;

    private PathPattern(Path path) {
        this.path = path;
        this.glob = FileGlob.of(path);
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
        return new PathPattern(path);
    }

    /// Whether it may match several files, or none without that being a mistake.
    public boolean hasStar() {
        return path.toString().contains("*");
    }

    /// The files that are there now, sorted; none where the folder is missing.
    ///
    /// @throws IOException if a folder can't be read
    public List<Path> files() throws IOException {
        return glob.files();
    }

    /// As the configuration has it, resolved.
    @Override
    public String toString() {
        return path.toString();
    }
}
