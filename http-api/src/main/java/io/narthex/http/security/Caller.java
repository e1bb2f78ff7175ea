package io.narthex.http.security;

/// Who sent a request.
///
/// @param name of the user or the token; empty where nobody has to say
/// @param role what he may do
/// @param scope what he may see
///
/// Thread safety: immutable.
public record Caller(String name, Role role, Scope scope) {
    /// Somebody who may do everything.
    public static final Caller ANYBODY = new Caller("", Role.ADMIN, Scope.ALL);
}
