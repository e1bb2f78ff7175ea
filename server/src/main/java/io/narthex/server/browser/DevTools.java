package io.narthex.server.browser;

import io.narthex.server.json.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The Chrome DevTools Protocol over a pair of pipes: JSON texts, each followed by a zero byte. A
/// call has a number, which its answer repeats; what has none is an event.
///
/// Thread safety: safe for concurrent calls.
final class DevTools {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OutputStream out; // guarded by itself
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Json>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Json>> listeners = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /// @param in of Chromium's messages; a thread of its own reads them until their end
    DevTools(InputStream in, OutputStream out) {
        this.out = out;
        Thread.ofPlatform().daemon().name("narthex-devtools").start(() -> read(in));
    }

    /// Calls a method and waits for its answer, at most a minute.
    ///
    /// @param session of a tab, or null for the browser
    /// @throws BrowserException if Chromium refuses, or does not answer
    Json call(@Nullable String session, String method, Map<String, ?> parameters)
            throws BrowserException, InterruptedException {
        int number = calls.incrementAndGet();
        CompletableFuture<Json> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        try {
            send(number, session, method, parameters);
            Json message = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!message.at("error").isMissing()) {
                String reason = message.at("error").at("message").text();
                throw new BrowserException("Chromium refuses " + method + ": " + reason);
            }
            return message.at("result");
        } catch (IOException | ExecutionException _) {
            throw new BrowserException("Chromium has ended before it answered " + method);
        } catch (TimeoutException _) {
            throw new BrowserException(
                    "Chromium did not answer %s within %d s; try again when the machine is less busy"
                            .formatted(method, PATIENCE.toSeconds()));
        } finally {
            waiting.remove(number);
        }
    }

    private void send(int number, @Nullable String session, String method, Map<String, ?> values)
            throws IOException {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", number);
        message.put("method", method);
        message.put("params", values);
        if (session != null) {
            message.put("sessionId", session);
        }
        byte[] text = (Json.write(message) + '\0').getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            if (ended) {
                throw new IOException("ended");
            }
            out.write(text);
            out.flush();
        }
    }

    /// Hands the parameters of a tab's event over, on the reading thread.
    void listen(String session, String event, Consumer<Json> listener) {
        listeners.put(session + " " + event, listener);
    }

    private void read(InputStream in) {
        try (in) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 16];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                int from = 0;
                for (int i = 0; i < n; i++) {
                    if (piece[i] == 0) {
                        message.write(piece, from, i - from);
                        take(Json.parse(message.toString(StandardCharsets.UTF_8)));
                        message.reset();
                        from = i + 1;
                    }
                }
                message.write(piece, from, n - from);
            }
        } catch (IOException | JacksonException _) {
            // Whoever waits is told below.
        } finally {
            synchronized (out) {
                ended = true;
            }
            IOException reason = new IOException("ended");
            waiting.values().forEach(answer -> answer.completeExceptionally(reason));
        }
    }

    private void take(Json message) {
        if (message.at("id").isMissing()) {
            String event = message.at("sessionId").text() + " " + message.at("method").text();
            Consumer<Json> listener = listeners.get(event);
            if (listener != null) {
                listener.accept(message.at("params"));
            }
            return;
        }
        CompletableFuture<Json> answer = waiting.get((int) message.at("id").number());
        if (answer != null) {
            answer.complete(message);
        }
    }
}
