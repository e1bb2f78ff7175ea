package io.narthex.http.security;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// How the server speaks TLS.
///
/// @param chain the server's certificate, followed by those that vouch for it
/// @param key the private key of the first one
/// @param clientAuth what is asked of clients' certificates
/// @param clientCas who vouches for clients; where there are none, whoever the platform trusts
/// @param allowedSans names of which a client's certificate must have one; empty for any
/// @param protocols versions by the platform's names, such as `TLSv1.3`
/// @param cipherSuites for versions before 1.3, in order of preference; empty for the platform's
/// @param serverOrder whether the server's order of cipher suites decides, not the client's
/// @param groups curves for the key exchange by the platform's names; empty for the platform's
///
/// Thread safety: immutable.
public record TlsServerConfig(
        List<X509Certificate> chain,
        PrivateKey key,
        ClientAuthType clientAuth,
        List<X509Certificate> clientCas,
        List<String> allowedSans,
        List<String> protocols,
        List<String> cipherSuites,
        boolean serverOrder,
        List<String> groups) {
    /// Copies the lists.
    public TlsServerConfig {
        chain = List.copyOf(chain);
        clientCas = List.copyOf(clientCas);
        allowedSans = List.copyOf(allowedSans);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        groups = List.copyOf(groups);
    }

    /// No key.
    @Override
    public String toString() {
        return "TLS " + protocols + ", " + clientAuth;
    }
}
