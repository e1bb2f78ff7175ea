package io.narthex.server.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Client code of others for Node, in a folder with a lockfile. It is installed from its registry
/// for the test and never part of the project; none of its scripts runs while it is installed.
///
/// @param installed where it is
/// @param logs for what the programs write
record NodeClient(Path installed, Path logs) {
    private static final Path NPM = Path.of("/usr/bin/npm");

    /// To install takes half a minute on a quiet machine.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Path CLIENTS = Path.of("src/test/clients");

    /// Installs a client, once for each lockfile; only with `-Pci`, otherwise the test is skipped.
    static NodeClient install(String name, Path logs) throws IOException {
        assumeTrue(Boolean.getBoolean("narthex.ci"), "it is installed from its registry: -Pci");
        ExternalProgram.requireInstalled(NPM, "Node 20, which brings it");
        Path source = CLIENTS.resolve(name);
        NodeClient client = new NodeClient(Path.of("target/clients").resolve(name), logs);
        Path lock = client.installed.resolve("package-lock.json");
        boolean isInstalled =
                Files.exists(client.installed.resolve("node_modules/.package-lock.json"))
                        && Files.mismatch(source.resolve("package-lock.json"), lock) < 0;
        Files.createDirectories(client.installed);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(source)) {
            for (Path file : files) {
                Files.copy(
                        file,
                        client.installed.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!isInstalled) {
            String _ =
                    client.run(
                            NPM.toString(),
                            "ci",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            client.installed.toString());
        }
        return client;
    }

    /// Runs one of its scripts to the end; returns what it writes.
    String node(String script, String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "node";
        command[1] = installed.resolve(script).toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return run(command);
    }

    /// What its script was told by a server.
    ///
    /// @param serverUrl with a slash at the end
    Object ask(String serverUrl) {
        return PrometheusApi.json(node("ask.cjs", serverUrl.substring(0, serverUrl.length() - 1)));
    }

    private String run(String... command) {
        Path log = logs.resolve(Path.of(command[0]).getFileName() + ".log");
        try (ExternalProgram program = ExternalProgram.start(log, Map.of(), List.of(command))) {
            return program.finish(PATIENCE);
        }
    }
}
