package io.narthex.server.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A rule file of the examples, which travels in the jar, as a file for the time of the demo: rules
/// come from files only, and their readers can look at this one.
///
/// Thread safety: for one thread.
final class DemoRules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoRules.class);

    /// The alerts that a service should have.
    static final String HONEST = "service.yml";

    /// The same with windows of 30 seconds.
    static final String FAST = "service-fast.yml";

    private final Path folder;
    private final Path file;

    private DemoRules(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    /// Writes the file into a new folder for temporary files.
    ///
    /// @param name [#HONEST] or [#FAST]
    static DemoRules unpack(String name) throws IOException {
        try (InputStream rules = DemoRules.class.getResourceAsStream(name)) {
            if (rules == null) {
                throw new IllegalStateException("BUG: " + name + " is not in the jar");
            }
            DemoRules unpacked = new DemoRules(Files.createTempDirectory("narthex-demo"), name);
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
