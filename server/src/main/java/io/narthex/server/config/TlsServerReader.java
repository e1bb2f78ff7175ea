package io.narthex.server.config;

import io.narthex.client.Pem;
import io.narthex.http.security.ClientAuthType;
import io.narthex.http.security.TlsServerConfig;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `tls_server_config`.
///
/// Thread safety: for one thread.
final class TlsServerReader {
    /// What Go has for versions before 1.3 and does not call insecure, as the platform names it.
    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

    /// HTTP/2 demands one of them where TLS 1.2 is spoken.
    private static final List<String> FOR_HTTP2 =
            List.of(
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

    private static final String OLDEST = "TLS12";
    private static final String NEWEST = "TLS13";

    private static final Map<String, String> CURVES =
            Map.of(
                    "CurveP256", "secp256r1",
                    "CurveP384", "secp384r1",
                    "CurveP521", "secp521r1",
                    "X25519", "x25519");

    /// Oldest first.
    private static final Map<String, String> VERSIONS = versions();

    static final KeyTable KEYS =
            KeyTable.of(
                    "tls_server_config",
                    Key.text("cert", "the server's certificate, in PEM"),
                    Key.text("cert_file", "the same in a file"),
                    Key.text("key", "its key, in PEM"),
                    Key.text("key_file", "the same in a file"),
                    Key.text("client_ca", "certificates that clients' are signed with, in PEM"),
                    Key.text("client_ca_file", "the same in a file"),
                    Key.word(
                            "client_auth_type",
                            "NoClientCert",
                            "whether clients show certificates, and which",
                            List.of(
                                    "NoClientCert",
                                    "RequestClientCert",
                                    "RequireAnyClientCert",
                                    "VerifyClientCertIfGiven",
                                    "RequireAndVerifyClientCert")),
                    Key.texts(
                            "client_allowed_sans",
                            "DNS names, addresses, e-mail addresses or URIs, of which the client's"
                                    + " certificate must have one; otherwise any"),
                    Key.word(
                            "min_version",
                            OLDEST,
                            "the oldest version; those before `TLS12` are spoken only where Java's"
                                    + " `java.security` allows them",
                            List.copyOf(VERSIONS.keySet())),
                    Key.word(
                            "max_version",
                            NEWEST,
                            "the newest version",
                            List.copyOf(VERSIONS.keySet())),
                    Key.texts(
                            "cipher_suites",
                            "for versions before 1.3, by Go's names, otherwise Java's; HTTP/2 needs"
                                    + " one of `TLS_ECDHE_…_WITH_AES_128_GCM_SHA256`"),
                    Key.flag(
                            "prefer_server_cipher_suites",
                            true,
                            "whether the file's order decides, not the client's"),
                    Key.words(
                            "curve_preferences",
                            "",
                            "curves, best first; otherwise Java's",
                            CURVES.keySet().stream().sorted().toList()));

    private final YamlMapping tls;
    private final List<Path> files;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private List<String> protocols = List.of();
    private boolean serverOrder = true;

    private TlsServerReader(YamlMapping tls, List<Path> files) {
        this.tls = tls;
        this.files = files;
    }

    private static Map<String, String> versions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("TLS10", "TLSv1");
        all.put("TLS11", "TLSv1.1");
        all.put("TLS12", "TLSv1.2");
        all.put("TLS13", "TLSv1.3");
        return all;
    }

    /// @param files gets those that are read
    /// @return null where the block says nothing of TLS
    /// @throws ConfigException if it can't be used
    static @Nullable TlsServerConfig read(YamlMapping tls, boolean http2, List<Path> files) {
        return new TlsServerReader(tls, files).read(http2);
    }

    private @Nullable TlsServerConfig read(boolean http2) {
        for (String key :
                List.of(
                        "cert",
                        "key",
                        "client_ca",
                        "cert_file",
                        "key_file",
                        "client_ca_file",
                        "client_auth_type")) {
            texts.put(key, "");
            tls.text(key, text -> texts.put(key, text));
        }
        tls.flag("prefer_server_cipher_suites", b -> serverOrder = b);
        protocols = protocols();
        List<String> suites = tls.texts("cipher_suites");
        suites.forEach(this::requireSuite);
        List<String> groups = tls.texts("curve_preferences").stream().map(this::group).toList();
        List<String> sans = tls.texts("client_allowed_sans");
        tls.refuseTheRest();
        if (texts.values().stream().allMatch(String::isEmpty)) {
            return null;
        }
        requireBoth("cert");
        requireBoth("key");
        if (http2 && !suites.isEmpty() && protocols.contains("TLSv1.2")) {
            requireForHttp2(suites);
        }
        ClientAuthType clientAuth = clientAuth(text("client_auth_type"));
        boolean hasCa = !text("client_ca").isEmpty() || !text("client_ca_file").isEmpty();
        if (hasCa && clientAuth == ClientAuthType.NO_CLIENT_CERT) {
            throw tls.place()
                    .error("client CA's have been configured without a Client Auth Policy");
        }
        List<X509Certificate> chain = certificates("cert");
        return new TlsServerConfig(
                chain,
                key(chain.getFirst()),
                clientAuth,
                hasCa ? certificates("client_ca") : List.of(),
                sans,
                protocols,
                suites,
                serverOrder,
                groups);
    }

    private String text(String key) {
        return texts.getOrDefault(key, "");
    }

    private void requireBoth(String key) {
        if (text(key).isEmpty() && text(key + "_file").isEmpty()) {
            throw tls.place().error("missing one of " + key + " or " + key + "_file");
        }
    }

    private List<String> protocols() {
        String[] range = {OLDEST, NEWEST};
        tls.value("min_version", TlsServerReader::version, v -> range[0] = v);
        tls.value("max_version", TlsServerReader::version, v -> range[1] = v);
        List<String> names = List.copyOf(VERSIONS.keySet());
        int from = names.indexOf(range[0]);
        int to = names.indexOf(range[1]);
        if (from > to) {
            throw tls.place("max_version").error("max_version is older than min_version");
        }
        return names.subList(from, to + 1).stream().map(VERSIONS::get).toList();
    }

    private static String version(String name) {
        if (!VERSIONS.containsKey(name)) {
            throw new IllegalArgumentException("unknown TLS version: " + name);
        }
        return name;
    }

    private void requireSuite(String name) {
        if (!SUITES.contains(name)) {
            throw tls.place("cipher_suites").error("unknown cipher: " + name);
        }
    }

    private void requireForHttp2(List<String> suites) {
        if (suites.stream().noneMatch(FOR_HTTP2::contains)) {
            throw tls.place("cipher_suites")
                    .error(
                            "HTTP/2 needs one of "
                                    + String.join(", ", FOR_HTTP2)
                                    + "; add it, or set http_server_config.http2 to false");
        }
    }

    private String group(String name) {
        String group = CURVES.get(name);
        if (group == null) {
            throw tls.place("curve_preferences").error("unknown curve: " + name);
        }
        return group;
    }

    private ClientAuthType clientAuth(String name) {
        return switch (name) {
            case "", "NoClientCert" -> ClientAuthType.NO_CLIENT_CERT;
            case "RequestClientCert" -> ClientAuthType.REQUEST_CLIENT_CERT;
            case "RequireAnyClientCert", "RequireClientCert" ->
                    ClientAuthType.REQUIRE_ANY_CLIENT_CERT;
            case "VerifyClientCertIfGiven" -> ClientAuthType.VERIFY_CLIENT_CERT_IF_GIVEN;
            case "RequireAndVerifyClientCert" -> ClientAuthType.REQUIRE_AND_VERIFY_CLIENT_CERT;
            default -> throw tls.place("client_auth_type").error("invalid ClientAuth: " + name);
        };
    }

    /// The text of a key, or that of the file that its twin names.
    private String content(String key) {
        String named = text(key + "_file");
        if (named.isEmpty()) {
            return text(key);
        }
        Path file = Path.of(tls.place().file()).resolveSibling(named);
        files.add(file);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw tls.place(key + "_file")
                    .error("failed to read " + key + "_file (" + file + "): " + e);
        }
    }

    private List<X509Certificate> certificates(String key) {
        String text = content(key);
        try {
            List<X509Certificate> all = Pem.certificates(text);
            if (all.isEmpty()) {
                throw tls.place().error(key + " holds no certificate in PEM");
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw tls.place().error(key + " holds no certificate in PEM: " + e.getMessage());
        }
    }

    private PrivateKey key(X509Certificate certificate) {
        String text = content("key");
        PrivateKey key;
        try {
            key = Pem.privateKey(text);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw tls.place().error("key can't be used: " + e.getMessage());
        }
        boolean fits =
                switch (certificate.getPublicKey()) {
                    case RSAPublicKey rsa ->
                            key instanceof RSAPrivateKey own
                                    && own.getModulus().equals(rsa.getModulus());
                    case ECPublicKey ec ->
                            key instanceof ECPrivateKey own
                                    && own.getParams().getCurve().equals(ec.getParams().getCurve());
                    default -> true;
                };
        if (!fits) {
            throw tls.place().error("the private key is not that of the certificate");
        }
        return key;
    }
}
