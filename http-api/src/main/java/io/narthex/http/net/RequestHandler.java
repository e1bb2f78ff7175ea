package io.narthex.http.net;

/// Answers requests; called on a virtual thread of the request's own.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface RequestHandler {
    /// Sends exactly one response through the exchange. An exchange left without one, or with an
    /// unfinished body, closes its connection.
    void handle(Exchange exchange);
}
