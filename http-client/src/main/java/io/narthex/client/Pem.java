package io.narthex.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Keys and certificates from the text form that other programs write.
///
/// Thread safety: stateless.
final class Pem {
    private static final char[] PASSWORD = {'-'};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----([^-]+)-----END");

    /// What stands before an RSA key of PKCS#1 in PKCS#8: version 0, and that it is one of RSA.
    private static final byte[] RSA =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private Pem() {}

    /// What trusts these certificates, or those that Java trusts where there are none.
    static TrustManager[] trustManagers(String ca) throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (ca.isEmpty()) {
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        KeyStore store = emptyStore();
        for (Certificate certificate : certificates(ca)) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// What shows a certificate and proves that its key is here.
    static KeyManager[] keyManagers(String cert, String key) throws GeneralSecurityException {
        Certificate[] chain = certificates(cert).toArray(new Certificate[0]);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", privateKey(key), PASSWORD, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("BUG: an empty store needs no reading", e);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new IllegalArgumentException(
                    "key holds no private key of PKCS#8; openssl pkcs8 -topk8 -nocrypt makes one");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
        boolean old = found.group(1).startsWith("RSA");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(old ? wrapped(bytes) : bytes);
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // perhaps the next one
            }
        }
        throw new IllegalArgumentException("key is none of RSA, EC or EdDSA");
    }

    private static byte[] wrapped(byte[] rsa) {
        byte[] octets = element(OCTETS, rsa);
        byte[] content =
                ByteBuffer.allocate(RSA.length + octets.length).put(RSA).put(octets).array();
        return element(SEQUENCE, content);
    }

    /// An element of DER whose length takes two bytes, as all keys of RSA need.
    private static byte[] element(int tag, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
