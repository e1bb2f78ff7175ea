package io.narthex.promql.test;

import io.narthex.model.Queryable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What other tests take from scripts: their queries, and stores filled as scripts fill them.
public final class ScriptMaterial {
    private ScriptMaterial() {}

    /// The queries of all own scripts, valid or not.
    public static List<String> queries() {
        List<String> queries = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder().toURI()))) {
            for (Path file : files.sorted().toList()) {
                for (ScriptCommand command : ScriptParser.parse(Files.readString(file))) {
                    if (command instanceof ScriptCommand.Eval eval) {
                        queries.add(eval.query());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return queries;
    }

    private static URL folder() {
        return Objects.requireNonNull(ScriptRunner.class.getResource("scripts"));
    }

    /// A store with the samples of a script's `load` commands.
    public static Queryable store(String script) {
        ScriptStore store = new ScriptStore(RunOptions.DEFAULTS.stores().get());
        for (ScriptCommand command : ScriptParser.parse(script)) {
            store.load((ScriptCommand.Load) command);
        }
        return store;
    }
}
