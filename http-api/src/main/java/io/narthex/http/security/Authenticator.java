package io.narthex.http.security;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/// Finds out who sent a request.
///
/// Thread safety: safe for concurrent calls.
public final class Authenticator {
    /// Of a password that nobody has: an unknown name takes as long as a wrong password.
    private static final String NOBODY =
            "$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5B0aG6zqSxF4Z6uGZz3u0n9G4Yx5K";

    private final PasswordCheck passwords = new PasswordCheck();

    /// Who sent a request.
    ///
    /// @param authorization the request's header, or null
    /// @return null where he is not known
    public @Nullable Caller caller(WebConfig config, @Nullable String authorization) {
        if (config.isOpen()) {
            return Caller.ANYBODY;
        }
        if (authorization == null) {
            return null;
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space);
        String credentials = authorization.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "basic" -> user(config, credentials);
            case "bearer" -> token(config, credentials);
            default -> null;
        };
    }

    private @Nullable Caller user(WebConfig config, String credentials) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return null;
        }
        int colon = text.indexOf(':');
        if (colon < 0 || config.users().isEmpty()) {
            return null;
        }
        String name = text.substring(0, colon);
        String hash = config.users().get(name);
        boolean good =
                passwords.matches(name, text.substring(colon + 1), hash == null ? NOBODY : hash);
        return good && hash != null ? new Caller(name, Role.ADMIN, Scope.ALL) : null;
    }

    /// Looks at all of them, so that time tells nothing.
    private static @Nullable Caller token(WebConfig config, String token) {
        byte[] hash = Hashing.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
        Caller found = null;
        for (AccessToken known : config.tokens()) {
            if (MessageDigest.isEqual(hash, known.hash())) {
                found = known.caller();
            }
        }
        return found;
    }
}
