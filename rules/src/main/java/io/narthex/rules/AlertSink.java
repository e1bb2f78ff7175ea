package io.narthex.rules;

import java.util.List;

/// Takes alerts that receivers have to hear of.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface AlertSink {
    /// Takes no notice of alerts.
    AlertSink NONE = _ -> {};

    /// Takes some alerts of one rule. Called while a group is evaluated, so it must not wait for
    /// the network.
    ///
    /// @param alerts at least one
    void send(List<AlertNotice> alerts);
}
