package io.narthex.http.security;

/// What is asked of the certificates of clients; named as in Go, where the words come from.
public enum ClientAuthType {
    /// None is asked for.
    NO_CLIENT_CERT,
    /// One is asked for; none is needed, and any is taken.
    REQUEST_CLIENT_CERT,
    /// Any is taken, but there must be one.
    REQUIRE_ANY_CLIENT_CERT,
    /// None is needed, but one that is shown must be good.
    VERIFY_CLIENT_CERT_IF_GIVEN,
    /// There must be a good one.
    REQUIRE_AND_VERIFY_CLIENT_CERT;

    /// Whether a client without a certificate is refused.
    public boolean isRequired() {
        return this == REQUIRE_ANY_CLIENT_CERT || this == REQUIRE_AND_VERIFY_CLIENT_CERT;
    }

    /// Whether certificates have to come from a known authority.
    public boolean isVerified() {
        return this == VERIFY_CLIENT_CERT_IF_GIVEN || this == REQUIRE_AND_VERIFY_CLIENT_CERT;
    }
}
