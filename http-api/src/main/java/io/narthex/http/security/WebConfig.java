package io.narthex.http.security;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// How the server is protected.
///
/// @param tls null for plain HTTP
/// @param http2 whether HTTP/2 is spoken where there is TLS
/// @param headers sent with every response
/// @param users names and bcrypt's hashes of their passwords
/// @param tokens as good as a password, for what their roles allow
/// @param rateLimit how many requests are answered at all
///
/// Thread safety: immutable.
public record WebConfig(
        @Nullable TlsServerConfig tls,
        boolean http2,
        Map<String, String> headers,
        Map<String, String> users,
        List<AccessToken> tokens,
        RateLimit rateLimit) {
    /// No protection.
    public static final WebConfig OPEN = new WebConfig(null, true, Map.of(), Map.of(), List.of());

    /// Without a limit of requests.
    public WebConfig(
            @Nullable TlsServerConfig tls,
            boolean http2,
            Map<String, String> headers,
            Map<String, String> users,
            List<AccessToken> tokens) {
        this(tls, http2, headers, users, tokens, RateLimit.NONE);
    }

    /// Copies the collections.
    public WebConfig {
        headers = Map.copyOf(headers);
        users = Map.copyOf(users);
        tokens = List.copyOf(tokens);
    }

    /// Whether everybody may do everything.
    public boolean isOpen() {
        return users.isEmpty() && tokens.isEmpty();
    }

    /// No secrets.
    @Override
    public String toString() {
        return tls + ", users " + users.keySet() + ", tokens " + tokens;
    }
}
