package io.narthex.http.api;

import io.narthex.http.net.Exchange;

import java.io.IOException;

/// Answers the requests of one route.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
interface RouteHandler {
    /// @param pathParam what stands in place of the route's variable; empty where it has none
    void handle(Exchange exchange, String pathParam) throws IOException;
}
