package io.narthex.server.config;

import io.narthex.rules.deliver.Grouping;
import io.narthex.rules.deliver.Receiver;

import java.util.List;

/// The block `notifications` of a configuration: people who are told of alerts without an
/// Alertmanager.
///
/// @param grouping how alerts are told together
/// @param receivers who is told
///
/// Thread safety: immutable.
public record NotificationConfig(Grouping grouping, List<Receiver> receivers) {
    /// Nobody is told.
    public static final NotificationConfig NONE =
            new NotificationConfig(Grouping.DEFAULTS, List.of());

    /// Copies the list.
    public NotificationConfig {
        receivers = List.copyOf(receivers);
    }
}
