package io.narthex.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Node.js that runs Playwright's scripts.
///
/// @param environment what Playwright's process gets added to its environment
record Node(Map<String, String> environment) {
    private static final int OLDEST = 20;
    private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*");

    /// The one on the path, or Playwright's own where the profile `bundled-node` brought it; skips
    /// the test, or fails it with `-Pci`, where there is neither.
    static Node require() {
        Optional<Path> installed =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .map(folder -> Path.of(folder, "node"))
                        .filter(Files::isExecutable)
                        .filter(node -> major(node) >= OLDEST)
                        .findFirst();
        if (installed.isPresent()) {
            return new Node(Map.of("PLAYWRIGHT_NODEJS_PATH", installed.get().toString()));
        }
        boolean bundled = Node.class.getResource("/driver/linux/node") != null;
        String reason =
                "Node "
                        + OLDEST
                        + " or newer is missing; install it, or let Maven fetch one (200 MB):"
                        + " mvn -Pbundled-node";
        if (Boolean.getBoolean("narthex.ci")) {
            assertTrue(bundled, reason);
        }
        assumeTrue(bundled, reason);
        return new Node(Map.of());
    }

    private static int major(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version").start();
            String version =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher m = MAJOR.matcher(version.strip());
            return m.matches() ? Integer.parseInt(m.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
