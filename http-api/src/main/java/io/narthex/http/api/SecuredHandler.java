package io.narthex.http.api;

import io.narthex.http.net.Exchange;
import io.narthex.http.net.RequestHandler;
import io.narthex.http.security.Authenticator;
import io.narthex.http.security.Caller;
import io.narthex.http.security.TokenBucket;
import io.narthex.http.security.WebConfig;
import io.narthex.http.security.WebConfigException;
import io.narthex.http.security.WebConfigSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Lets in whom it knows, no more than it may, and sends the headers that go with every response.
///
/// Thread safety: safe for concurrent calls.
public final class SecuredHandler implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SecuredHandler.class);

    private final WebConfigSource source;
    private final RequestHandler next;
    private final Authenticator authenticator = new Authenticator();
    private final TokenBucket bucket = new TokenBucket(System::nanoTime);

    /// @param source asked at every request
    /// @param next answers those who are let in
    public SecuredHandler(WebConfigSource source, RequestHandler next) {
        this.source = source;
        this.next = next;
    }

    @Override
    public void handle(Exchange exchange) {
        try {
            WebConfig config = source.current();
            if (!bucket.take(config.rateLimit())) {
                send(exchange, 429, "Too Many Requests\n");
                return;
            }
            config.headers().forEach(exchange::header);
            Caller caller =
                    authenticator.caller(config, exchange.request().header("Authorization"));
            if (caller == null) {
                refuse(exchange, config);
            } else {
                exchange.setCaller(caller);
                next.handle(exchange);
            }
        } catch (WebConfigException e) {
            LOG.error("Unable to parse configuration: {}", e.getMessage());
            failed(exchange);
        }
    }

    private static void refuse(Exchange exchange, WebConfig config) {
        exchange.header("WWW-Authenticate", config.users().isEmpty() ? "Bearer" : "Basic");
        send(exchange, 401, "Unauthorized\n");
    }

    private static void failed(Exchange exchange) {
        send(exchange, 500, "Internal Server Error\n");
    }

    private static void send(Exchange exchange, int status, String text) {
        try {
            exchange.sendText(status, text);
        } catch (IOException e) {
            LOG.debug("{}: {}", exchange.request().rawPath(), e.getMessage());
            exchange.abort();
        }
    }
}
