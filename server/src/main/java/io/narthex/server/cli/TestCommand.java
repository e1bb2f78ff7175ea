package io.narthex.server.cli;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.narthex.promql.test.ScriptSuite;
import io.narthex.server.ruletest.RuleTests;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `narthex test`: runs test files.
@Command(name = "test", description = "Run PromQL test scripts and unit tests of rules.")
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

    /// Runs unit tests of rules.
    ///
    /// @return 0 if all pass, 1 if not
    @Command(name = "rules", description = "Run unit tests of rules, in promtool's format.")
    int rules(
            @Option(
                            names = "--run",
                            paramLabel = "REGEX",
                            description = "Run the tests whose names match; may be repeated.")
                    @Nullable List<String> run,
            @Option(
                            names = "--ignore-unknown-fields",
                            description = "Accept keys in rule files that Prometheus refuses.")
                    boolean ignoreUnknownFields,
            @Option(
                            names = "--debug",
                            description = "Tell of each test, and show all its series at its end.")
                    boolean debug,
            @Option(
                            names = "--diff",
                            description = "Show in colours how alerts differ from those expected.")
                    boolean diff,
            @Option(
                            names = "--junit",
                            paramLabel = "FILE",
                            description = "Write the results to a file, in JUnit's XML.")
                    @Nullable Path junit,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of tests.")
                    List<Path> files) {
        RuleTests tests =
                new RuleTests(
                        new RuleTests.Options(pattern(run), ignoreUnknownFields, debug, diff),
                        System.out,
                        System.err);
        // Before the tests run, so that nobody waits for a result that has nowhere to go.
        try (Writer results =
                junit == null ? Writer.nullWriter() : Files.newBufferedWriter(junit)) {
            boolean passed = tests.run(files);
            results.write(tests.report().xml());
            return passed ? 0 : 1;
        } catch (IOException e) {
            System.err.println("error: " + junit + " can't be written: " + e);
            return 1;
        }
    }

    private @Nullable Pattern pattern(@Nullable List<String> run) {
        if (run == null || run.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(String.join("|", run));
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    spec().commandLine(), "--run: not a regular expression: " + e.getDescription());
        }
    }
}
