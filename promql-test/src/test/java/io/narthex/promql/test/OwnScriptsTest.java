package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The semantics of PromQL, written as scripts.
class OwnScriptsTest {
    @TestFactory
    List<DynamicTest> scripts_pass() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(ScriptRunner.class.getResource("scripts"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> passes(f)))
                    .toList();
        }
    }

    private static void passes(Path script) throws IOException {
        ScriptReport report = ScriptRunner.run(script, RunOptions.DEFAULTS);
        assertThat(report.problems()).isEmpty();
        assertThat(report.passed()).isPositive();
    }
}
