package io.narthex.server.cli;

import io.narthex.rules.RuleOptions;

import picocli.CommandLine.Option;

import java.time.Duration;

/// Flags about rules.
final class RuleFlags {
    private static final RuleOptions DEFAULTS = RuleOptions.of("");

    @Option(
            names = "--rules.alert.for-outage-tolerance",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How old what is known of an alert may be that goes on after a restart"
                            + " (default: 1h).")
    private Duration outageTolerance = DEFAULTS.outageTolerance();

    @Option(
            names = "--rules.alert.for-grace-period",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long an alert waits at least, after a restart, before it fires; alerts"
                            + " with a shorter `for` begin anew (default: 10m).")
    private Duration forGracePeriod = DEFAULTS.forGracePeriod();

    @Option(
            names = "--rules.alert.resend-delay",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long until an alert is sent again (default: 1m).")
    private Duration resendDelay = DEFAULTS.resendDelay();

    @Option(
            names = "--rules.max-concurrent-evals",
            paramLabel = "N",
            description =
                    "Rules evaluated side by side, with --enable-feature=concurrent-rule-eval"
                            + " (default: 4).")
    private int maxConcurrent = 4;

    /// @param concurrent whether rules are evaluated side by side
    RuleOptions options(boolean concurrent) {
        return new RuleOptions(
                DEFAULTS.clock(),
                DEFAULTS.nanoTime(),
                DEFAULTS.externalUrl(),
                outageTolerance,
                forGracePeriod,
                resendDelay,
                concurrent ? maxConcurrent : 0);
    }
}
