package io.narthex.rules.notify;

/// How alerts are sent to Alertmanagers.
///
/// @param queueCapacity how many alerts wait for one Alertmanager at most
/// @param batchSize how many go with one request at most
/// @param drainOnShutdown whether what waits is sent before the end, or dropped
///
/// Thread safety: immutable.
public record NotifierOptions(int queueCapacity, int batchSize, boolean drainOnShutdown) {
    /// Prometheus' defaults.
    public static final NotifierOptions DEFAULTS = new NotifierOptions(10_000, 256, true);

    /// @throws IllegalArgumentException if no alert could ever be sent
    public NotifierOptions {
        if (queueCapacity < 1) {
            throw new IllegalArgumentException(
                    "the queue for an Alertmanager takes 1 alert at least, not " + queueCapacity);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "a request to an Alertmanager has 1 alert at least, not " + batchSize);
        }
    }
}
