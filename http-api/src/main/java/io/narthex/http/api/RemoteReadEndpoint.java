package io.narthex.http.api;

import io.narthex.http.Readiness;
import io.narthex.http.StreamingHandler;
import io.narthex.http.net.Exchange;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Supplier;

/// `/api/v1/read`.
///
/// @param handler what answers; null where nothing can be read
/// @param readiness asked before every request
record RemoteReadEndpoint(@Nullable StreamingHandler handler, Supplier<Readiness> readiness) {
    void answer(Exchange exchange) throws IOException {
        if (ReadinessGate.refuses(readiness.get(), exchange)) {
            return;
        }
        if (handler == null) {
            exchange.sendText(404, "not found\n");
            return;
        }
        handler.handle(exchange.request().body(), new ExchangeReply(exchange));
    }

    private record ExchangeReply(Exchange exchange) implements StreamingHandler.Reply {
        @Override
        public OutputStream begin(int status, Map<String, String> headers) {
            headers.forEach(exchange::header);
            return exchange.stream(status);
        }

        @Override
        public void text(int status, String text) throws IOException {
            exchange.sendText(status, text + "\n");
        }
    }
}
