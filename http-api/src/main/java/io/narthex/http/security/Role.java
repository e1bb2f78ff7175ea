package io.narthex.http.security;

/// What a caller may do.
public enum Role {
    /// Ask, and change nothing.
    READ,
    /// Hand samples over, and ask nothing.
    WRITE,
    /// Everything.
    ADMIN
}
