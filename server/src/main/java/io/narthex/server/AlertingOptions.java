package io.narthex.server;

import io.narthex.rules.notify.NotifierOptions;

/// How others hear of alerts.
///
/// @param notifier how alerts are sent to Alertmanagers
/// @param silenceApi whether `/api/v2/silences` may set and end silences
///
/// Thread safety: immutable.
public record AlertingOptions(NotifierOptions notifier, boolean silenceApi) {
    /// Prometheus' defaults; silences are read-only, like all that writes by HTTP.
    public static final AlertingOptions DEFAULTS =
            new AlertingOptions(NotifierOptions.DEFAULTS, false);
}
