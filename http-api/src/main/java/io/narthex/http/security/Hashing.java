package io.narthex.http.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Thread safety: stateless.
final class Hashing {
    private Hashing() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every platform has SHA-256", e);
        }
    }
}
