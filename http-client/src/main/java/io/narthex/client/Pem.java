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
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Keys and certificates from the text form that other programs write, PEM.
///
/// Thread safety: stateless.
public final class Pem {
    private static final char[] PASSWORD = {'-'};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]+)-----END");

    /// What stands before an RSA key of PKCS#1 in PKCS#8: version 0, and that it is one of RSA.
    private static final byte[] RSA =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    /// What stands before the curve of an EC key in PKCS#8: that it is one.
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    /// Version 0.
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    /// The curve within an EC key of its own form.
    private static final int CURVE = 0xa0;

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
        for (X509Certificate certificate : certificates(ca)) {
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

    /// The certificates of a text, in its order.
    ///
    /// @throws GeneralSecurityException if there is none, or one can't be read
    public static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /// The first private key of a text: RSA, EC or EdDSA, in PKCS#8 or in its own form.
    ///
    /// @throws IllegalArgumentException if there is none; the message has no part of the text
    public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new IllegalArgumentException(
                    "key holds no private key of PKCS#8; openssl pkcs8 -topk8 -nocrypt makes one");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(
                        switch (found.group(1)) {
                            case "RSA PRIVATE KEY" ->
                                    element(SEQUENCE, join(RSA, element(OCTETS, bytes)));
                            case "EC PRIVATE KEY" -> wrappedEc(bytes);
                            default -> bytes;
                        });
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // perhaps the next one
            }
        }
        throw new IllegalArgumentException("key is none of RSA, EC or EdDSA");
    }

    /// The key says which curve it is on; PKCS#8 wants to know it outside.
    private static byte[] wrappedEc(byte[] key) {
        for (int i = 0; i + 1 < key.length; i++) {
            if ((key[i] & 0xff) == CURVE && i + 2 + key[i + 1] <= key.length && key[i + 1] > 0) {
                byte[] curve = Arrays.copyOfRange(key, i + 2, i + 2 + key[i + 1]);
                if (curve[0] == 0x06 && curve.length == 2 + curve[1]) {
                    byte[] algorithm = element(SEQUENCE, join(EC, curve));
                    return element(SEQUENCE, join(join(VERSION, algorithm), element(OCTETS, key)));
                }
            }
        }
        throw new IllegalArgumentException(
                "key does not name its curve; openssl pkcs8 -topk8 -nocrypt makes one that does");
    }

    private static byte[] join(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    /// An element of DER.
    private static byte[] element(int tag, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(4 + content.length).put((byte) tag);
        if (content.length < 0x80) {
            out.put((byte) content.length);
        } else if (content.length < 0x100) {
            out.put((byte) 0x81).put((byte) content.length);
        } else {
            out.put((byte) 0x82).putShort((short) content.length);
        }
        out.put(content);
        return Arrays.copyOf(out.array(), out.position());
    }
}
