package io.narthex.http.api;

import io.narthex.http.Readiness;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.util.function.Supplier;

/// Wraps a [RawEndpoint] in what API answers share: CORS, readiness, errors.
///
/// @param endpoint what answers
/// @param cors which origins may read it
/// @param readiness asked before every request
record RawHandler(RawEndpoint endpoint, Cors cors, Supplier<Readiness> readiness)
        implements RouteHandler {
    @Override
    public void handle(Exchange exchange, String pathParam) throws IOException {
        exchange.header("Vary", "Origin, Accept-Encoding");
        cors.apply(exchange);
        if (ReadinessGate.refuses(readiness.get(), exchange)) {
            return;
        }
        try {
            endpoint.answer(
                    new ApiRequest(
                            Params.of(exchange.request()),
                            Params.ofUrl(exchange.request()),
                            pathParam,
                            exchange));
        } catch (ApiException e) {
            ApiHandler.error(exchange, e);
        }
    }
}
