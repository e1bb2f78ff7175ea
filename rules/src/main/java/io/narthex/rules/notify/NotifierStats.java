package io.narthex.rules.notify;

import java.util.List;

/// What a notifier has done.
///
/// @param queueCapacity alerts that wait for one Alertmanager at most
///
/// Thread safety: immutable.
public record NotifierStats(int queueCapacity, List<Receiver> receivers) {
    /// Copies the list.
    public NotifierStats {
        receivers = List.copyOf(receivers);
    }

    /// What was sent to one Alertmanager.
    ///
    /// @param url of it
    /// @param sent alerts that it took
    /// @param errors alerts that could not be sent
    /// @param dropped alerts given up, those among them
    /// @param queued alerts that wait
    public record Receiver(String url, long sent, long errors, long dropped, int queued) {}
}
