package io.narthex.server.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The rule file of the examples, which travels in the jar, as a file for the time of the demo:
/// rules come from files only, and their readers can look at this one.
///
/// Thread safety: for one thread.
final class DemoRules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoRules.class);
    private static final String NAME = "service.yml";

    private final Path folder;
    private final Path file;

    private DemoRules(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    /// Writes the file into a new folder for temporary files.
    static DemoRules unpack() throws IOException {
        try (InputStream rules = DemoRules.class.getResourceAsStream(NAME)) {
            if (rules == null) {
                throw new IllegalStateException("BUG: " + NAME + " is not in the jar");
            }
            DemoRules unpacked = new DemoRules(Files.createTempDirectory("narthex-demo"));
            Files.copy(rules, unpacked.file);
            return unpacked;
        }
    }

    Path file() {
        return file;
    }

    /// Deletes file and folder.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("{} can't be deleted: {}", folder, e.toString());
        }
    }
}
