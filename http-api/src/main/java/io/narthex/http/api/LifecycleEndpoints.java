package io.narthex.http.api;

import io.narthex.http.Lifecycle;
import io.narthex.http.net.Exchange;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// `/-/reload` and `/-/quit`.
///
/// Thread safety: safe for concurrent calls.
final class LifecycleEndpoints {
    static final Set<String> METHODS = Set.of("POST", "PUT", "GET");

    /// Null where nobody may.
    private final @Nullable Lifecycle lifecycle;

    private final AtomicBoolean quitting = new AtomicBoolean();

    LifecycleEndpoints(@Nullable Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    void reload(Exchange exchange) throws IOException {
        Lifecycle enabled = enabled(exchange);
        if (enabled == null) {
            return;
        }
        String problem = enabled.reload();
        if (problem == null) {
            exchange.send(200, new byte[0]);
        } else {
            exchange.sendText(500, "failed to reload config: " + problem + "\n");
        }
    }

    void quit(Exchange exchange) throws IOException {
        Lifecycle enabled = enabled(exchange);
        if (enabled == null) {
            return;
        }
        if (quitting.compareAndSet(false, true)) {
            exchange.sendText(200, "Requesting termination... Goodbye!");
            enabled.quit();
        } else {
            exchange.sendText(200, "Termination already in progress.");
        }
    }

    /// What may be asked, or null where the refusal has been sent.
    private @Nullable Lifecycle enabled(Exchange exchange) throws IOException {
        if (exchange.request().method().equals("GET")) {
            exchange.header("Allow", "POST, PUT");
            exchange.sendText(405, "Only POST or PUT requests allowed");
            return null;
        }
        if (lifecycle == null) {
            exchange.sendText(403, "Lifecycle API is not enabled.");
        }
        return lifecycle;
    }
}
