package io.narthex.http.api;

import io.narthex.http.BodyHandler;
import io.narthex.http.Readiness;
import io.narthex.http.net.Exchange;
import io.narthex.http.net.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// Hands a pushed body to its receiver, once the store can take samples.
///
/// Thread safety: safe for concurrent calls.
final class ReceiverEndpoint {
    private final BodyHandler receiver;
    private final Supplier<Readiness> readiness;

    ReceiverEndpoint(BodyHandler receiver, Supplier<Readiness> readiness) {
        this.receiver = receiver;
        this.readiness = readiness;
    }

    void answer(Exchange exchange) throws IOException {
        if (ReadinessGate.refuses(readiness.get(), exchange)) {
            return;
        }
        RequestHead head;
        try {
            head = new RequestHead(exchange.request(), Params.ofUrl(exchange.request()));
        } catch (ApiException e) {
            exchange.sendText(400, e.getMessage() + "\n");
            return;
        }
        BodyHandler.Reply reply = receiver.handle(head, exchange.request().body());
        reply.headers().forEach(exchange::header);
        if (reply.text().isEmpty()) {
            exchange.send(reply.status(), new byte[0]);
        } else {
            exchange.sendText(reply.status(), reply.text() + "\n");
        }
    }

    private record RequestHead(Request request, Params url) implements BodyHandler.Head {
        @Override
        public @Nullable String header(String name) {
            return request.header(name);
        }

        @Override
        public List<String> parameters(String name) {
            return url.all(name);
        }
    }
}
