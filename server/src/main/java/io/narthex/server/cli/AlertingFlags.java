package io.narthex.server.cli;

import io.narthex.rules.notify.NotifierOptions;
import io.narthex.server.AlertingOptions;

import picocli.CommandLine.Option;

/// Flags about who hears of alerts.
final class AlertingFlags {
    private static final NotifierOptions DEFAULTS = NotifierOptions.DEFAULTS;

    @Option(
            names = "--alertmanager.notification-queue-capacity",
            paramLabel = "N",
            description = "Alerts that wait for one Alertmanager at most (default: 10000).")
    private int queueCapacity = DEFAULTS.queueCapacity();

    @Option(
            names = "--alertmanager.notification-batch-size",
            paramLabel = "N",
            description = "Alerts that go with one request at most (default: 256).")
    private int batchSize = DEFAULTS.batchSize();

    @Option(
            names = "--alertmanager.drain-notification-queue-on-shutdown",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Send what waits for Alertmanagers before the end, instead of dropping it"
                            + " (default: true).")
    private boolean drainOnShutdown = true;

    @Option(
            names = "--web.enable-silence-api",
            description = "Let /api/v2/silences set and end silences.")
    private boolean silenceApi;

    /// @throws IllegalArgumentException if no alert could ever be sent
    AlertingOptions options() {
        return new AlertingOptions(
                new NotifierOptions(queueCapacity, batchSize, drainOnShutdown), silenceApi);
    }
}
