package io.narthex.http.security;

import java.util.HexFormat;

/// A token that clients send as `Authorization: Bearer …`, known here by its hash only.
///
/// Tokens are long and random, unlike passwords: a plain hash is enough.
///
/// @param caller whom it stands for
/// @param sha256 the hash of its bytes, 64 hexadecimal digits
///
/// Thread safety: immutable.
public record AccessToken(Caller caller, String sha256) {
    private static final int HASH_BYTES = 32;

    /// @throws IllegalArgumentException if the hash is none
    public AccessToken {
        if (sha256.length() != 2 * HASH_BYTES
                || !sha256.chars().allMatch(c -> HexFormat.isHexDigit(c))) {
            throw new IllegalArgumentException(
                    "not 64 hexadecimal digits; printf %s TOKEN | sha256sum makes them");
        }
    }

    byte[] hash() {
        return HexFormat.of().parseHex(sha256);
    }

    /// No hash.
    @Override
    public String toString() {
        return caller.toString();
    }
}
