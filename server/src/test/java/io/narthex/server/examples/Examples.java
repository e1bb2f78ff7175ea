package io.narthex.server.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ExternalProgram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The folder `examples`, and a server that scrapes one of them as its own configuration says.
final class Examples {
    /// Debian's, which is the one that Debian's packages belong to.
    static final Path PYTHON = Path.of("/usr/bin/python3");

    /// Where Debian puts the packages of Python.
    static final Path PYTHON_PACKAGES = Path.of("/usr/lib/python3/dist-packages");

    /// For whatever a scrape or a program has to do first, on a busy machine too.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Examples() {}

    /// A file of the examples. Tests run in the folder of their module.
    static Path file(String name) {
        return Path.of("..", "examples", name).toAbsolutePath().normalize();
    }

    /// Skips the test where one of the packages is missing.
    static void requirePython(String debianPackages, String... modules) {
        ExternalProgram.require(PYTHON, "python3");
        for (String module : modules) {
            ExternalProgram.require(PYTHON_PACKAGES.resolve(module), debianPackages);
        }
    }

    /// A server with the example's own configuration, which scrapes another port more often.
    static NarthexServer narthex(String example, int writtenPort, int port) {
        String yaml = read(file(example + "/narthex.yml"));
        assertThat(yaml).contains("127.0.0.1:" + writtenPort, "scrape_interval: 5s");
        return narthex(
                yaml.replace("127.0.0.1:" + writtenPort, "127.0.0.1:" + port)
                        .replace("scrape_interval: 5s", "scrape_interval: 1s"));
    }

    /// A server on a free port.
    static NarthexServer narthex(String yaml) {
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS.withListen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return NarthexServer.start(
                ServerOptions.of(http), ConfigFile.parse("narthex.yml", yaml, _ -> null));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
