package io.narthex.promql.test;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs many scripts and sums up.
///
/// Thread safety: stateless.
public final class ScriptSuite {
    private ScriptSuite() {}

    /// Runs scripts, prints a line for each evaluation that is a problem, and at the end
    /// `N passed, M failed`.
    ///
    /// @param filesOrFolders scripts, and folders in which every `*.test` file is one
    /// @return 0 if there was no problem, else 1; finding no script is one
    public static int run(List<Path> filesOrFolders, PrintStream out) {
        int passed = 0;
        int failed = 0;
        try {
            for (Path file : scripts(filesOrFolders)) {
                ScriptReport report = ScriptRunner.run(file, RunOptions.DEFAULTS);
                report.problems().forEach(out::println);
                passed += report.passed();
                failed += report.failed();
            }
        } catch (IOException e) {
            out.println("can't read " + e.getMessage());
            return 1;
        }
        out.println(passed + " passed, " + failed + " failed");
        return passed > 0 && failed == 0 ? 0 : 1;
    }

    private static List<Path> scripts(List<Path> filesOrFolders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : filesOrFolders) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> found = Files.walk(path)) {
                found.filter(f -> f.toString().endsWith(".test")).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
