package io.narthex.http;

import java.net.URI;
import java.util.List;

/// What `/api/v1/alertmanagers` shows.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface AlertmanagersView {
    /// No Alertmanager at all.
    AlertmanagersView NONE =
            new AlertmanagersView() {
                @Override
                public List<URI> active() {
                    return List.of();
                }

                @Override
                public List<URI> dropped() {
                    return List.of();
                }
            };

    /// Where alerts are sent.
    List<URI> active();

    /// Where they would be sent, had relabelling not dropped it.
    List<URI> dropped();
}
