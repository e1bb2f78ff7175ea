package io.narthex.http.api;

import io.narthex.http.Readiness;
import io.narthex.http.net.Exchange;

import java.io.IOException;

/// Refuses requests while the process can't answer them.
///
/// Thread safety: stateless.
final class ReadinessGate {
    private ReadinessGate() {}

    /// Answers 503 if the process is not ready.
    ///
    /// @return whether it did
    static boolean refuses(Readiness readiness, Exchange exchange) throws IOException {
        stage(readiness, exchange);
        if (readiness.ready()) {
            return false;
        }
        exchange.header("X-Prometheus-Stopping", String.valueOf(readiness.stopping()));
        exchange.sendText(503, "Service Unavailable");
        return true;
    }

    private static void stage(Readiness readiness, Exchange exchange) {
        if (!readiness.stage().isEmpty()) {
            exchange.header("X-Narthex-Stage", readiness.stage().replaceAll("[^ -~]", "?"));
        }
    }
}
