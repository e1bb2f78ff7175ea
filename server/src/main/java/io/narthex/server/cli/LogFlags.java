package io.narthex.server.cli;

import ch.qos.logback.classic.Level;

import org.slf4j.LoggerFactory;

import picocli.CommandLine.Option;

/// Flags about the log.
///
/// Thread safety: for one thread.
final class LogFlags {
    /// What may be logged; the names are those of the flag.
    enum Threshold {
        debug(Level.DEBUG),
        info(Level.INFO),
        warn(Level.WARN),
        error(Level.ERROR);

        private final Level level;

        Threshold(Level level) {
            this.level = level;
        }
    }

    @Option(
            names = "--log.level",
            paramLabel = "LEVEL",
            description = "Log this and what is worse: ${COMPLETION-CANDIDATES} (default: info).")
    private Threshold threshold = Threshold.info;

    void apply() {
        apply(threshold);
    }

    static void apply(Threshold threshold) {
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger)
                        LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(threshold.level);
    }
}
