package io.narthex.server.cli;

import io.narthex.rules.file.RuleFileReader;
import io.narthex.server.check.CheckOutput;
import io.narthex.server.check.ConfigCheck;
import io.narthex.server.check.MetricsCheck;
import io.narthex.server.check.RuleCheck;
import io.narthex.server.check.WebConfigCheck;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// `narthex check`: tells whether files are in order, without running anything.
@Command(
        name = "check",
        description = "Check configurations, rule files, metrics, web configurations.")
final class CheckCommand extends LaterCommands.Later {
    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    /// What both commands know.
    static final class Lint {
        private static final Set<String> KNOWN =
                Set.of("all", "duplicate-rules", "too-long-scrape-interval", "none");

        @Option(
                names = "--lint",
                paramLabel = "NAME",
                split = ",",
                defaultValue = "duplicate-rules",
                description =
                        "What to doubt: all, duplicate-rules, too-long-scrape-interval (of"
                                + " configurations), none (default: ${DEFAULT-VALUE}).")
        private List<String> names = List.of("duplicate-rules");

        @Option(names = "--lint-fatal", description = "End with 3 where something is doubtful.")
        private boolean fatal;

        @Option(
                names = "--ignore-unknown-fields",
                description = "Pass over keys that rule files don't have; a server does not.")
        private boolean ignoreUnknown;

        private boolean has(String name) {
            return !names.contains("none") && (names.contains("all") || names.contains(name));
        }

        private RuleCheck rules(FeatureFlags features, CheckOutput output) {
            for (String name : names) {
                if (!KNOWN.contains(name)) {
                    output.warn("WARNING: unknown lint option: \"" + name + "\"");
                }
            }
            RuleFileReader reader = new RuleFileReader(features.enable().engine().parser());
            return new RuleCheck(
                    ignoreUnknown ? reader.ignoringUnknownKeys() : reader,
                    has("duplicate-rules"),
                    output);
        }
    }

    /// Checks configuration files and the rule files that they name.
    ///
    /// @return 0 if all are in order, 1 if not, 3 for fatal doubts
    @Command(
            name = "config",
            description = "Check configuration files, and the rule files that they name.")
    int config(
            @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
            @Option(
                            names = "--syntax-only",
                            description = "Leave files alone that a configuration names.")
                    boolean syntaxOnly,
            @Option(
                            names = "--query.lookback-delta",
                            paramLabel = "DURATION",
                            converter = DurationConverter.class,
                            defaultValue = "5m",
                            description =
                                    "The server's, for too-long-scrape-interval (default: 5m).")
                    Duration lookback,
            @Mixin Lint lint,
            @Mixin FeatureFlags features) {
        CheckOutput output = output();
        RuleCheck rules = lint.rules(features, output);
        ConfigCheck check =
                new ConfigCheck(
                        rules,
                        syntaxOnly,
                        lint.has("too-long-scrape-interval") ? lookback : null,
                        output);
        files.forEach(check::file);
        return output.exitCode(lint.fatal);
    }

    /// Checks rule files.
    ///
    /// @return 0 if all are in order, 1 if not, 3 for fatal doubts
    @Command(
            name = "rules",
            description = "Check rule files, or the standard input where no file is named.")
    int rules(
            @Parameters(paramLabel = "FILE", arity = "0..*") List<Path> files,
            @Mixin Lint lint,
            @Mixin FeatureFlags features)
            throws IOException {
        CheckOutput output = output();
        RuleCheck check = lint.rules(features, output);
        if (files == null || files.isEmpty()) {
            check.text(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        } else {
            files.forEach(check::file);
        }
        return output.exitCode(lint.fatal);
    }

    /// Checks files of `--web.config.file`.
    ///
    /// @return 0 if all are in order, 1 if not
    @Command(
            name = "web-config",
            description = "Check files of --web.config.file, and the keys that they name.")
    int webConfig(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
        CheckOutput output = output();
        WebConfigCheck check = new WebConfigCheck(output);
        files.forEach(check::file);
        return output.exitCode(false);
    }

    /// Checks metrics that come at the standard input.
    ///
    /// @return 0 if all are as usual, 1 if they can't be read, 3 if something is unusual
    @Command(
            name = "metrics",
            description =
                    "Check metrics at the standard input: curl -s URL/metrics | narthex check"
                            + " metrics.")
    int metrics(
            @Option(names = "--extended", description = "Say how many series each metric has.")
                    boolean extended,
            @Option(
                            names = "--lint",
                            paramLabel = "NAME",
                            defaultValue = "all",
                            description = "all or none (default: all).")
                    String lint)
            throws IOException {
        CheckOutput output = output();
        boolean linted = !lint.equals("none");
        if (linted || extended) {
            new MetricsCheck(output).exposition(System.in.readAllBytes(), linted, extended);
        } else {
            output.fail("error: at least one of --extended or linting must be enabled");
        }
        return output.exitCode(true);
    }

    private CheckOutput output() {
        return new CheckOutput(spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
