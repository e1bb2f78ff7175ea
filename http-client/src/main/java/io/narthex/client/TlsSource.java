package io.narthex.client;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.util.List;

import javax.net.ssl.SSLContext;

/// Reads keys and certificates each time, and makes a new setup when they have changed.
///
/// Thread safety: safe for concurrent calls.
final class TlsSource {
    private static final String REMEDY = "ca, cert and key are to be in PEM; openssl can convert";

    private final TlsConfig config;

    /// Guarded by this, as is `setup`.
    private List<String> read = List.of();

    private @Nullable TlsSetup setup;

    TlsSource(TlsConfig config) {
        this.config = config;
    }

    /// What the files hold now.
    synchronized TlsSetup current() throws CredentialsException {
        List<String> now =
                List.of(
                        text(config.ca(), "CA cert"),
                        text(config.cert(), "client cert"),
                        text(config.key(), "client key"));
        TlsSetup last = setup;
        if (last == null || !now.equals(read)) {
            last = new TlsSetup(context(now.get(0), now.get(1), now.get(2)), config);
            setup = last;
            read = now;
        }
        return last;
    }

    private static String text(Secret secret, String what) throws CredentialsException {
        try {
            return secret.read();
        } catch (CredentialsException e) {
            throw e.of(what);
        }
    }

    private SSLContext context(String ca, String cert, String key) throws CredentialsException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    cert.isEmpty() ? null : Pem.keyManagers(cert, key),
                    config.insecureSkipVerify() ? TrustAll.MANAGERS : Pem.trustManagers(ca),
                    null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CredentialsException("unable to use tls_config: " + e.getMessage(), REMEDY);
        }
    }
}
