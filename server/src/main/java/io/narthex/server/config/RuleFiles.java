package io.narthex.server.config;

import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.yaml.ConfigException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The rule files of a configuration.
///
/// Thread safety: stateless.
public final class RuleFiles {
    private RuleFiles() {}

    /// The files that the patterns match now, each once.
    ///
    /// @throws ConfigException if a folder can't be read
    public static List<Path> matching(List<PathPattern> patterns) {
        Set<Path> files = new LinkedHashSet<>();
        for (PathPattern pattern : patterns) {
            try {
                files.addAll(pattern.files());
            } catch (IOException e) {
                throw new ConfigException(pattern.toString(), "can't be read: " + e);
            }
        }
        return List.copyOf(files);
    }

    /// Reads all files that the patterns match.
    ///
    /// @throws ConfigException if a folder can't be read
    /// @throws RuleFileException with the problems of the first file that has some
    public static List<RuleFile> read(List<PathPattern> patterns, RuleFileReader reader) {
        List<RuleFile> files = new ArrayList<>();
        for (Path file : matching(patterns)) {
            files.add(reader.read(file));
        }
        return files;
    }
}
