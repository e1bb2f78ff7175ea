package io.narthex.rules.notify;

/// Hears how long requests to Alertmanagers take.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface SendTimings {
    /// Takes no notice.
    SendTimings NONE =
            new SendTimings() {
                @Override
                public void sent(String url, double seconds) {}

                @Override
                public void forget(String url) {}
            };

    /// A request went well.
    void sent(String url, double seconds);

    /// Nothing more is sent to an Alertmanager.
    void forget(String url);
}
