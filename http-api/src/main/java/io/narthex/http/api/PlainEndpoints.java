package io.narthex.http.api;

import io.narthex.http.Content;
import io.narthex.http.MetricsSource;
import io.narthex.http.Readiness;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.util.function.Supplier;

/// `/-/healthy`, `/-/ready` and `/metrics`, which answer without JSON.
///
/// Thread safety: safe for concurrent calls.
final class PlainEndpoints {
    private final Supplier<Readiness> readiness;
    private final MetricsSource metrics;

    PlainEndpoints(Supplier<Readiness> readiness, MetricsSource metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    void healthy(Exchange exchange) throws IOException {
        exchange.sendText(200, "Prometheus Server is Healthy.\n");
    }

    void ready(Exchange exchange) throws IOException {
        Readiness now = readiness.get();
        if (!ReadinessGate.refuses(now, exchange)) {
            String stage = now.stage();
            exchange.sendText(
                    200, "Prometheus Server is Ready.\n" + (stage.isEmpty() ? "" : stage + "\n"));
        }
    }

    void metrics(Exchange exchange) throws IOException {
        Content content = metrics.render(exchange.request().header("Accept"));
        exchange.header("Content-Type", content.type());
        ContentCoding coding = ContentCoding.choose(exchange.request().header("Accept-Encoding"));
        new ResponseBody(exchange, 200, coding).write(content.body(), content.body().length, true);
    }
}
