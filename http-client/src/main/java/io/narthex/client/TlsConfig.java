package io.narthex.client;

/// How TLS is spoken with whoever is asked, `tls_config`.
///
/// @param ca certificates in PEM that are trusted; empty for those that this Java trusts
/// @param cert our own certificate in PEM, with those that it builds on; empty for none
/// @param key its key in PEM
/// @param serverName whose certificate is expected; empty for the host of the URL
/// @param insecureSkipVerify whether any certificate will do
/// @param min oldest version
/// @param max newest version
///
/// Thread safety: immutable.
public record TlsConfig(
        Secret ca,
        Secret cert,
        Secret key,
        String serverName,
        boolean insecureSkipVerify,
        TlsVersion min,
        TlsVersion max) {
    /// Nothing is set.
    public static final TlsConfig DEFAULTS =
            new TlsConfig(
                    Secret.EMPTY,
                    Secret.EMPTY,
                    Secret.EMPTY,
                    "",
                    false,
                    TlsVersion.TLS12,
                    TlsVersion.TLS13);
}
