package io.narthex.server.cli;

import io.narthex.rules.slo.Bounds;
import io.narthex.rules.slo.BurnRateRules;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// `narthex slo`: what objectives are made of.
@Command(name = "slo", description = "Show the rules that service level objectives bring.")
final class SloCommand extends LaterCommands.Later {
    private static final long NEWEST = Duration.ofHours(1).toMillis();

    /// Prints the rules.
    ///
    /// @return 0
    @Command(
            name = "rules",
            description =
                    "Print the rules of the objectives in a configuration as a rule file, which"
                            + " Prometheus evaluates as the server does.")
    int rules(
            @Option(
                            names = "--config.file",
                            paramLabel = "FILE",
                            defaultValue = "narthex.yml",
                            description = "The configuration (default: ${DEFAULT-VALUE}).")
                    Path file,
            @Option(
                            names = "--data-dir",
                            paramLabel = "DIR",
                            description =
                                    "A data directory whose blocks tell which buckets there are,"
                                        + " for latencies whose threshold is no bucket's bound.")
                    @Nullable Path data)
            throws IOException {
        Configuration configuration = ConfigFile.read(file);
        String yaml = BurnRateRules.yaml(configuration.slos(), bounds(configuration, data));
        spec().commandLine().getOut().print(yaml);
        spec().commandLine().getOut().flush();
        return 0;
    }

    private Map<String, Bounds> bounds(Configuration configuration, @Nullable Path data)
            throws IOException {
        if (data == null) {
            return Map.of();
        }
        if (!Files.isDirectory(data)) {
            throw new ParameterException(
                    spec().commandLine(), "error: there is no directory " + data);
        }
        try (BlockList blocks = BlockList.read(FileStore.local(), data)) {
            // Buckets of long ago may be others.
            long newest =
                    blocks.blocks().stream().mapToLong(b -> b.meta().endTime() - 1).max().orElse(0);
            return Bounds.stored(configuration.slos(), blocks, newest - NEWEST, newest);
        }
    }
}
