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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/// Runs files of unit tests and prints, as promtool does, `SUCCESS` for a file or each failure.
///
/// Thread safety: for one thread.
public final class RuleTests {
    private final Options options;
    private final PrintStream out;
    private final PrintStream err;
    private final JunitReport report = new JunitReport();

    /// What is run, and how.
    ///
    /// @param run tests whose names match run; null for all
    /// @param ignoreUnknownKeys whether rule files may have keys that Prometheus does not know
    /// @param debug whether to tell of each test and to show its series
    /// @param diff whether to show how alerts differ in colours, instead of both
    public record Options(
            @Nullable Pattern run, boolean ignoreUnknownKeys, boolean debug, boolean diff) {}

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
            List<String> failures = run(file, report.suite(file.toString()));
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

    /// What came out of all files that were run.
    public JunitReport report() {
        return report;
    }

    private List<String> run(Path path, JunitReport.Suite suite) {
        RuleTestFile file;
        List<RuleFile> rules = new ArrayList<>();
        try {
            file = RuleTestReader.read(path);
            for (Path rule : file.ruleFiles()) {
                rules.add(reader().read(rule));
            }
        } catch (ConfigException | RuleFileException e) {
            String message = String.valueOf(e.getMessage());
            suite.abort(message);
            return List.of(message);
        }
        suite.begin(LocalDateTime.now());
        file.missing().forEach(p -> err.println("  WARNING: no file match pattern " + p));
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < file.tests().size(); i++) {
            Test test = file.tests().get(i);
            if (options.run() == null || options.run().matcher(test.name()).find()) {
                List<String> own = run(file, test, rules);
                suite.add(test.name().isEmpty() ? "unnamed#" + i : test.name(), own);
                failures.addAll(own);
            }
        }
        return failures;
    }

    private RuleFileReader reader() {
        RuleFileReader reader = new RuleFileReader(ParserOptions.STABLE);
        return options.ignoreUnknownKeys() ? reader.ignoringUnknownKeys() : reader;
    }

    private List<String> run(RuleTestFile file, Test test, List<RuleFile> rules) {
        try (RuleTestRun run = new RuleTestRun(file, test, options.diff())) {
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
