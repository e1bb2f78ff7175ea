package io.narthex.http.net;

import io.narthex.http.security.TlsServerConfig;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Judges the certificates of clients.
///
/// Thread safety: safe for concurrent calls.
final class ClientTrust extends X509ExtendedTrustManager {
    /// The kinds of names that count, as certificates number them.
    private static final int EMAIL = 1;

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    /// Null where any certificate is taken.
    private final @Nullable X509ExtendedTrustManager authorities;

    private final List<String> names;

    /// @throws GeneralSecurityException if the authorities can't be used
    ClientTrust(TlsServerConfig config) throws GeneralSecurityException {
        this.authorities =
                config.clientAuth().isVerified() ? authorities(config.clientCas()) : null;
        this.names = config.allowedSans();
    }

    private static X509ExtendedTrustManager authorities(List<X509Certificate> certificates)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates.isEmpty() ? null : store(certificates));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new IllegalStateException("BUG: the platform's trust managers are extended ones");
    }

    private static KeyStore store(List<X509Certificate> certificates)
            throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("BUG: an empty store needs no reading", e);
        }
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate);
        }
        return store;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        if (authorities != null) {
            authorities.checkClientTrusted(chain, type, engine);
        }
        if (!names.isEmpty() && !hasName(chain[0])) {
            throw new CertificateException(
                    "could not find allowed SANs in client cert, found: " + names);
        }
    }

    private boolean hasName(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        if (all == null) {
            return false;
        }
        for (List<?> name : all) {
            String value = String.valueOf(name.get(1));
            boolean allowed =
                    switch ((Integer) name.getFirst()) {
                        case EMAIL, DNS, URI -> names.contains(value);
                        case IP -> names.stream().anyMatch(n -> isAddress(n, value));
                        default -> false;
                    };
            if (allowed) {
                return true;
            }
        }
        return false;
    }

    /// An address has several texts.
    private static boolean isAddress(String name, String value) {
        try {
            return InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(value));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("BUG: connections have engines here, not sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("BUG: connections have engines here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("BUG: no server is asked here");
    }
}
