package io.narthex.server.cli;

import io.narthex.promql.test.ScriptSuite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;

/// `narthex test`: runs test files.
@Command(name = "test", description = "Run PromQL test scripts.")
final class TestCommand extends LaterCommands.Later {
    /// Runs scripts.
    ///
    /// @return 0 if every evaluation gave what its script expects, 1 if not
    @Command(
            name = "promql",
            description = "Run scripts of loads and evaluations against the engine.")
    int promql(
            @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files or folders.")
                    List<Path> paths) {
        return ScriptSuite.run(paths, System.out);
    }
}
