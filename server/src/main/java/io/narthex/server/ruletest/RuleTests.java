package io.narthex.server.ruletest;

import com.google.re2j.Pattern;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.server.ruletest.RuleTestFile.Test;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.YamlPlace;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs files of unit tests and prints, as promtool does, `SUCCESS` for a file or each failure.
///
/// Thread safety: for one thread.
public final class RuleTests {
    private final Options options;
    private final PrintStream out;
    private final PrintStream err;

    /// What is run, and how.
    ///
    /// @param run tests whose names match run; null for all
    /// @param ignoreUnknownKeys whether rule files may have keys that Prometheus does not know
    /// @param debug whether to tell of each test and to show its series
    public record Options(@Nullable Pattern run, boolean ignoreUnknownKeys, boolean debug) {}

    /// @param out gets successes
    /// @param err gets failures
    public RuleTests(Options options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /// Runs files.
    ///
    /// @return whether all tests pass
    public boolean run(List<Path> files) {
        boolean passed = true;
        for (Path file : files) {
            out.println("Unit Testing:  " + file);
            List<String> failures = run(file);
            if (failures.isEmpty()) {
                out.println("  SUCCESS");
            } else {
                passed = false;
                err.println("  FAILED:");
                for (String failure : failures) {
                    err.println(failure);
                    out.println();
                }
            }
            out.println();
        }
        return passed;
    }

    private List<String> run(Path path) {
        RuleTestFile file;
        List<RuleFile> rules = new ArrayList<>();
        try {
            file = RuleTestReader.read(path);
            for (Path rule : file.ruleFiles()) {
                rules.add(reader().read(rule));
            }
        } catch (ConfigException | RuleFileException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        file.missing().forEach(p -> err.println("  WARNING: no file match pattern " + p));
        List<String> failures = new ArrayList<>();
        for (Test test : file.tests()) {
            if (options.run() == null || options.run().matcher(test.name()).find()) {
                failures.addAll(run(file, test, rules));
            }
        }
        return failures;
    }

    private RuleFileReader reader() {
        RuleFileReader reader = new RuleFileReader(ParserOptions.STABLE);
        return options.ignoreUnknownKeys() ? reader.ignoringUnknownKeys() : reader;
    }

    private List<String> run(RuleTestFile file, Test test, List<RuleFile> rules) {
        try (RuleTestRun run = new RuleTestRun(file, test)) {
            if (options.debug()) {
                err.println("DEBUG: Starting test " + name(test));
            }
            List<String> failures = run.run(rules);
            if (options.debug()) {
                run.dump(err);
                err.println("DEBUG: Test " + name(test) + " finished");
            }
            return failures;
        }
    }

    private static String name(Test test) {
        return test.name().isEmpty() ? "at " + text(test.place()) : test.name();
    }

    /// A place as messages name it.
    static String text(YamlPlace place) {
        return place.file()
                + ":"
                + place.line()
                + ":"
                + place.column()
                + (place.path().isEmpty() ? "" : " (" + place.path() + ")");
    }
}
