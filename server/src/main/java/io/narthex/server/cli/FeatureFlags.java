package io.narthex.server.cli;

import io.narthex.server.features.EnabledFeatures;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Iterator;
import java.util.List;

/// `--enable-feature`.
///
/// Thread safety: for one thread.
final class FeatureFlags {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Option(
            names = "--enable-feature",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = Names.class,
            description =
                    "Turn on experimental parts; may be given several times, and take several names"
                            + " between commas: ${COMPLETION-CANDIDATES}.")
    private List<String> names = List.of();

    /// Says in the log what is on.
    ///
    /// @throws CommandLine.ParameterException if two of the names exclude each other
    EnabledFeatures enable() {
        try {
            return EnabledFeatures.of(names);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /// The names for the help.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EnabledFeatures.offered().iterator();
        }
    }
}
