package io.narthex.server.check;

import io.narthex.server.config.WebConfigReader;
import io.narthex.yaml.ConfigException;

import java.nio.file.Path;

/// Checks files of `--web.config.file`, and the certificates and keys that they name.
///
/// Thread safety: for one thread.
public final class WebConfigCheck {
    private final CheckOutput output;

    /// @param output gets a line for each file
    public WebConfigCheck(CheckOutput output) {
        this.output = output;
    }

    /// Checks a file. All goes to the standard error, as promtool has it.
    public void file(Path file) {
        try {
            var _ = WebConfigReader.read(file);
            output.tell(file + " SUCCESS");
        } catch (ConfigException e) {
            output.fail(file + " FAILED: " + e.getMessage());
        }
    }
}
