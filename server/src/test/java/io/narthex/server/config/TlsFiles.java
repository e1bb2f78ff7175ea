package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.client.Pem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// Keys and certificates that only tests trust, good until 2125.
final class TlsFiles {
    private static final char[] PASSWORD = {'-'};

    private TlsFiles() {}

    static String text(String name) throws IOException {
        try (InputStream in = TlsFiles.class.getResourceAsStream("tls/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Copies files into a folder.
    static void copy(Path folder, String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), text(name));
        }
    }

    /// What a client needs that trusts some certificates.
    ///
    /// @param own the name of the client's own certificate and key, or null
    static SSLContext client(@Nullable String own, String... trusted)
            throws IOException, GeneralSecurityException {
        KeyStore authorities = store();
        for (String name : trusted) {
            authorities.setCertificateEntry(name, Pem.certificates(text(name + ".pem")).getFirst());
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = own == null ? null : new KeyManager[] {new Stubborn(keys(own))};
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static X509ExtendedKeyManager keys(String name)
            throws IOException, GeneralSecurityException {
        KeyStore store = store();
        store.setKeyEntry(
                "own",
                Pem.privateKey(text(name + ".key")),
                PASSWORD,
                Pem.certificates(text(name + ".pem")).toArray(X509Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    /// Shows its certificate even to those who said that they would not take it.
    private static final class Stubborn extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        Stubborn(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal[] issuers, SSLEngine engine) {
            return "own";
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
