package io.narthex.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Commands that are still to come: they say so.
final class LaterCommands {
    private LaterCommands() {}

    /// Takes any arguments and refuses.
    abstract static class Later implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // set before any command runs
        private CommandSpec spec;

        CommandSpec spec() {
            return spec;
        }

        @Unmatched private final List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            String name = spec.qualifiedName();
            spec.commandLine()
                    .getErr()
                    .println(
                            arguments.isEmpty()
                                    ? "error: %s needs a command: %s; %1$s --help tells more"
                                            .formatted(
                                                    name,
                                                    String.join(", ", spec.subcommands().keySet()))
                                    : "error: %s %s is not supported yet; narthex --help shows what is"
                                            .formatted(name, arguments.getFirst()));
            return Main.USAGE;
        }
    }
}
