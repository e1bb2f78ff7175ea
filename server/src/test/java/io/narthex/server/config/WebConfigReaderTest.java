package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.http.security.ClientAuthType;
import io.narthex.http.security.RateLimit;
import io.narthex.http.security.Role;
import io.narthex.http.security.TlsServerConfig;
import io.narthex.http.security.WebConfig;
import io.narthex.server.check.CheckOutput;
import io.narthex.server.check.WebConfigCheck;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// What stands in a web configuration, and what is wrong with others.
class WebConfigReaderTest {
    private static final String KEYS = "cert_file: server.pem, key_file: server.key";
    private static final String HASH =
            "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void files() throws IOException {
        TlsFiles.copy(
                folder,
                "server.pem",
                "server.key",
                "server-ec.key",
                "rsa.pem",
                "rsa.key",
                "ca.pem");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("web.yml"), yaml);
    }

    private WebConfig read(String yaml) throws IOException {
        return WebConfigReader.read(file(yaml)).config();
    }

    private TlsServerConfig tls(String block) throws IOException {
        return Objects.requireNonNull(read("tls_server_config: {" + block + "}").tls());
    }

    @Test
    void emptyFile_isNoProtection() throws IOException {
        assertThat(read("")).isEqualTo(WebConfig.OPEN);
    }

    @ParameterizedTest
    @CsvSource({"server.pem, server.key", "server.pem, server-ec.key", "rsa.pem, rsa.key"})
    void keys_inEveryForm_areRead(String cert, String key) throws IOException {
        TlsServerConfig tls = tls("cert_file: " + cert + ", key_file: " + key);
        assertThat(tls.chain()).hasSize(1);
        assertThat(tls.protocols()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(tls.clientAuth()).isEqualTo(ClientAuthType.NO_CLIENT_CERT);
        assertThat(tls.serverOrder()).isTrue();
    }

    @Test
    void keys_inTheFileItself_areRead() throws IOException {
        String yaml =
                "tls_server_config:\n  cert: |\n    "
                        + TlsFiles.text("server.pem").replace("\n", "\n    ")
                        + "\n  key: |\n    "
                        + TlsFiles.text("server.key").replace("\n", "\n    ");
        assertThat(Objects.requireNonNull(read(yaml).tls()).chain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "NoClientCert, NO_CLIENT_CERT",
        "RequestClientCert, REQUEST_CLIENT_CERT",
        "RequireAnyClientCert, REQUIRE_ANY_CLIENT_CERT",
        "RequireClientCert, REQUIRE_ANY_CLIENT_CERT",
        "VerifyClientCertIfGiven, VERIFY_CLIENT_CERT_IF_GIVEN",
        "RequireAndVerifyClientCert, REQUIRE_AND_VERIFY_CLIENT_CERT"
    })
    void clientAuthTypes_areGos(String name, ClientAuthType type) throws IOException {
        assertThat(tls(KEYS + ", client_auth_type: " + name).clientAuth()).isEqualTo(type);
    }

    @Test
    void everything_isRead() throws IOException {
        TlsServerConfig tls =
                tls(
                        KEYS
                                + ", client_auth_type: RequireAndVerifyClientCert, client_ca_file:"
                                + " ca.pem, client_allowed_sans: [a, b], min_version: TLS10,"
                                + " max_version: TLS12, prefer_server_cipher_suites: false,"
                                + " cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256],"
                                + " curve_preferences: [X25519, CurveP521]");
        assertThat(tls.clientCas()).hasSize(1);
        assertThat(tls.allowedSans()).containsExactly("a", "b");
        assertThat(tls.protocols()).containsExactly("TLSv1", "TLSv1.1", "TLSv1.2");
        assertThat(tls.serverOrder()).isFalse();
        assertThat(tls.cipherSuites()).containsExactly("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertThat(tls.groups()).containsExactly("x25519", "secp521r1");
        WebConfig other =
                read(
                        """
                        http_server_config:
                          http2: false
                          headers: {X-Frame-Options: deny, X-XSS-Protection: ""}
                        basic_auth_users: {alice: %s}
                        tokens:
                          - name: grafana
                            sha256: %s
                            labels: {team: [a, b.c], env: [prod]}
                          - {name: agent, role: write, sha256: %s}
                        rate_limit: {interval: 100ms, burst: 5}
                        """
                                .formatted(HASH, "ab".repeat(32), "cd".repeat(32)));
        assertThat(other.rateLimit()).isEqualTo(new RateLimit(Duration.ofMillis(100), 5));
        assertThat(other.http2()).isFalse();
        assertThat(other.headers()).containsOnlyKeys("X-Frame-Options");
        assertThat(other.users()).containsEntry("alice", HASH);
        assertThat(other.tokens()).hasSize(2);
        assertThat(other.tokens().getFirst().caller().scope().matchers().toString())
                .contains("team=~\"a|b\\\\.c\"")
                .contains("env=\"prod\"");
        assertThat(other.tokens().getLast().caller().role()).isEqualTo(Role.WRITE);
        assertThat(other.toString()).doesNotContain(HASH).doesNotContain("abab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls_server_config: {cert_file: server.pem}|missing one of key or key_file",
                "tls_server_config: {key_file: server.key}|missing one of cert or cert_file",
                "tls_server_config: {client_auth_type: x}|missing one of cert or cert_file",
                "tls_server_config: {KEYS, client_auth_type: x}|invalid ClientAuth: x",
                "tls_server_config: {KEYS, client_ca_file: ca.pem}|client CA's have been configured"
                        + " without a Client Auth Policy",
                "tls_server_config: {cert_file: no.pem, key_file: server.key}|failed to read"
                        + " cert_file (",
                "tls_server_config: {cert_file: server.key, key_file: server.key}|cert holds no"
                        + " certificate in PEM",
                "tls_server_config: {cert_file: server.pem, key_file: server.pem}|key can't be"
                        + " used: key holds no private key",
                "tls_server_config: {cert_file: server.pem, key_file: rsa.key}|the private key is"
                        + " not that of the certificate",
                "tls_server_config: {KEYS, cipher_suites: [TLS_X]}|unknown cipher: TLS_X",
                "tls_server_config: {KEYS, cipher_suites:"
                        + " [TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA]}|HTTP/2 needs one of",
                "tls_server_config: {KEYS, curve_preferences: [P]}|unknown curve: P",
                "tls_server_config: {KEYS, min_version: TLS111}|unknown TLS version: TLS111",
                "tls_server_config: {KEYS, min_version: TLS13, max_version: TLS12}|max_version is"
                        + " older than min_version",
                "tls_server_config: {KEYS, cert_fil: x}|unknown key; did you mean \"cert_file\"?",
                "http_server_config: {headers: {X-A: b}}|HTTP header \"X-A\" can not be configured",
                "http_server_config: {headers: {X-Frame-Options: x}}|invalid value for"
                        + " X-Frame-Options. Expected one of: [\"deny\" \"sameorigin\"], but got:"
                        + " \"x\"",
                "basic_auth_users: {bob: secret}|the password of bob is no hash of bcrypt",
                "tokens: [{sha256: aa}]|a token needs a name",
                "tokens: [{name: a, sha256: secret}]|not 64 hexadecimal digits",
                "tokens: [{name: a, role: root}]|unknown role: root; known: read, write, admin",
                "tokens: [{name: a, labels: {x: []}}]|x needs values, none of them empty",
                "tokens: [{name: a, role: admin, labels: {x: [a]}}]|labels limit what is read",
                "rate_limit: {interval: 1s}|without a burst of at least 1",
                "rate_limit: {interval: x}|not a valid duration",
                "x: 1|unknown key"
            })
    void mistakes_areToldWithTheirPlace_andWithoutSecrets(String test) throws IOException {
        String[] parts = test.split("\\|", 2);
        Path file = file(parts[0].replace("KEYS", KEYS));
        assertThatThrownBy(() -> WebConfigReader.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":1: ")
                .hasMessageContaining(parts[1])
                .hasMessageNotContaining("secret");
    }

    @Test
    void checks_areToldAsPromtoolTellsThem() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CheckOutput output = new CheckOutput(new PrintWriter(out), new PrintWriter(err));
        WebConfigCheck check = new WebConfigCheck(output);
        Path file = file("basic_auth_users: {alice: " + HASH + "}");
        check.file(file);
        assertThat(err).hasToString(file + " SUCCESS" + System.lineSeparator());
        assertThat(output.exitCode(false)).isZero();
        check.file(file("tls_server_config: {cert_file: server.pem}"));
        assertThat(err.toString()).contains(file + " FAILED: ").contains("missing one of key");
        assertThat(output.exitCode(false)).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
    }
}
