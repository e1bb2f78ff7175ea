package io.narthex.promql.test;

import io.narthex.promql.QueryEngine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs PromQL test scripts in Prometheus' format: `load` series, `eval` queries, compare.
///
/// Each script starts with an empty store. A command that can't be read ends its script with a
/// failure at that line.
///
/// Thread safety: safe for concurrent calls; the runs share nothing.
public final class ScriptRunner {
    private ScriptRunner() {}

    /// Runs the script in a file.
    ///
    /// @throws IOException if the file can't be read
    public static ScriptReport run(Path file, RunOptions options) throws IOException {
        return run(file.toString(), Files.readString(file), options);
    }

    /// Runs a script.
    ///
    /// @param name for the report
    public static ScriptReport run(String name, String text, RunOptions options) {
        List<EvalResult> results = new ArrayList<>();
        try (QueryEngine engine = new QueryEngine(options.engine())) {
            run(ScriptParser.parse(text), engine, options, results);
        } catch (ScriptException e) {
            Outcome failed = new Outcome.Failed(String.valueOf(e.getMessage()));
            results.add(new EvalResult(e.line(), "not a valid script", failed));
        }
        return new ScriptReport(name, List.copyOf(results));
    }

    private static void run(
            List<ScriptCommand> commands,
            QueryEngine engine,
            RunOptions options,
            List<EvalResult> results) {
        ScriptStore store = new ScriptStore(options.stores().get());
        for (ScriptCommand command : commands) {
            switch (command) {
                case ScriptCommand.Clear _ -> store = new ScriptStore(options.stores().get());
                case ScriptCommand.Load load -> store.load(load);
                case ScriptCommand.Eval eval ->
                        results.add(
                                new EvalResult(
                                        eval.line(),
                                        eval.query(),
                                        new EvalRunner(engine, store, eval).run()));
            }
        }
    }
}
