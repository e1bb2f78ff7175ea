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

        @Unmatched private final List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            String asked = arguments.isEmpty() ? "" : " " + arguments.getFirst();
            spec.commandLine()
                    .getErr()
                    .println(
                            "error: "
                                    + spec.qualifiedName()
                                    + asked
                                    + " is not supported yet; narthex --help shows what is");
            return Main.USAGE;
        }
    }
}
