package io.narthex.http.net;

import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

/// A request, wholly received.
///
/// Thread safety: read only.
public final class Request {
    private final String method;
    private final String target;
    private final HttpHeaders headers;
    private final byte[] body;

    Request(String method, String target, HttpHeaders headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /// `GET`, `POST`, …
    public String method() {
        return method;
    }

    /// The path, still percent-encoded.
    public String rawPath() {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        int scheme = path.indexOf("://");
        if (scheme < 0 || path.startsWith("/")) {
            return path;
        }
        // A request to a proxy names the whole URL.
        int slash = path.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : path.substring(slash);
    }

    /// What follows the question mark, or the empty string.
    public String rawQuery() {
        int at = target.indexOf('?');
        return at < 0 ? "" : target.substring(at + 1);
    }

    /// The first header of that name, in any case, or null.
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// The body; empty where there is none.
    public byte[] body() {
        return body;
    }
}
