package io.narthex.scrape.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// How the last request of a connection went: where its time was spent, and what came back.
///
/// Thread safety: safe for concurrent calls; the event loop writes too.
public final class RequestTrace {
    /// What a request is doing.
    public enum Stage {
        /// The host's name is looked up.
        LOOKUP,
        /// The connection is made, through a proxy where there is one.
        CONNECT,
        /// TLS is agreed on.
        TLS,
        /// The request is sent, and the answer's head awaited.
        WAIT,
        /// The answer's body is read.
        BODY,
        /// It is over.
        DONE
    }

    /// The answer, as it came.
    ///
    /// @param headers of the answer
    /// @param bytes of the body, as they were sent
    /// @param url who answered, after all redirects
    public record Reply(int status, HttpHeaders headers, int bytes, URI url) {}

    private final long[] nanos = new long[Stage.values().length];
    private Stage stage = Stage.DONE;
    private Stage last = Stage.DONE;
    private long since;
    private @Nullable Reply reply;

    synchronized void begin() {
        Arrays.fill(nanos, 0);
        reply = null;
        stage = Stage.DONE;
        last = Stage.DONE;
        since = System.nanoTime();
    }

    synchronized void enter(Stage next) {
        long now = System.nanoTime();
        nanos[stage.ordinal()] += now - since;
        since = now;
        if (stage != Stage.DONE) {
            last = stage;
        }
        stage = next;
    }

    /// TLS has been tried, and now the request is sent where it was agreed on.
    synchronized void secured(boolean success) {
        if (success && stage == Stage.TLS) {
            enter(Stage.WAIT);
        }
    }

    synchronized void replied(HttpResponse head, int bytes, URI url) {
        reply = new Reply(head.status().code(), head.headers(), bytes, url);
    }

    /// The last answer, redirects included; null where none came.
    public synchronized @Nullable Reply reply() {
        return reply;
    }

    /// What the request did when it ended, well or not.
    public synchronized Stage lastStage() {
        return last;
    }

    /// How long each stage took; several attempts and redirects are added up.
    public synchronized Map<Stage, Duration> times() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        for (Stage s : Stage.values()) {
            if (s != Stage.DONE && nanos[s.ordinal()] > 0) {
                times.put(s, Duration.ofNanos(nanos[s.ordinal()]));
            }
        }
        return times;
    }
}
