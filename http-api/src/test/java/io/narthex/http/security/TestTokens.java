package io.narthex.http.security;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Four tokens, `scoped`, `reader`, `writer` and `admin`, that are what they are called.
public final class TestTokens {
    private TestTokens() {}

    /// @param scope of the first one
    public static WebConfig with(Scope scope) {
        return new WebConfig(
                null,
                true,
                Map.of(),
                Map.of(),
                List.of(
                        token("scoped", Role.READ, scope),
                        token("reader", Role.READ, Scope.ALL),
                        token("writer", Role.WRITE, Scope.ALL),
                        token("admin", Role.ADMIN, Scope.ALL)));
    }

    private static AccessToken token(String name, Role role, Scope scope) {
        byte[] hash = Hashing.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
        return new AccessToken(new Caller(name, role, scope), HexFormat.of().formatHex(hash));
    }
}
