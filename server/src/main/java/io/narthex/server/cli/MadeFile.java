package io.narthex.server.cli;

import io.narthex.server.browser.BrowserException;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A file that a command makes.
final class MadeFile {
    private MadeFile() {}

    /// Writes it, and says so.
    ///
    /// @throws BrowserException if it can't be written
    static void write(CommandSpec spec, Path file, byte[] content) throws BrowserException {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new BrowserException(
                    file + " can't be written (" + e + "); name another place, which is there");
        }
        spec.commandLine()
                .getOut()
                .printf(Locale.ROOT, "written: %s (%,d bytes)%n", file, content.length);
        spec.commandLine().getOut().flush();
    }
}
