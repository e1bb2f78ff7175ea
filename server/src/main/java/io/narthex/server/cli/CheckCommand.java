package io.narthex.server.cli;

import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.yaml.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;

/// `narthex check`: tells whether files are in order, without running anything.
@Command(name = "check", description = "Check a configuration file.")
final class CheckCommand extends LaterCommands.Later {
    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    /// Checks configuration files.
    ///
    /// @return 0 if all are in order, 1 if not
    @Command(
            name = "config",
            description = "Read configuration files and report the first error of each.")
    int config(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
        int bad = 0;
        for (Path file : files) {
            try {
                Configuration configuration = ConfigFile.read(file);
                int jobs = configuration.scrapeConfigs().size();
                spec.commandLine().getOut().println("ok: " + file + ", " + jobs + " jobs");
            } catch (ConfigException e) {
                spec.commandLine().getErr().println("error: " + e.getMessage());
                bad = 1;
            }
        }
        return bad;
    }
}
