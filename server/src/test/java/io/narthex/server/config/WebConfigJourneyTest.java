package io.narthex.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;

import io.narthex.http.HttpServer;
import io.narthex.http.HttpServerOptions;
import io.narthex.http.HttpServices;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.ListStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Java's own client, and curl, at a server that is protected by a file.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebConfigJourneyTest {
    private static final String TLS =
            "tls_server_config: {cert_file: server.pem, key_file: server.key%s}\n";
    private static final String LARGE =
            "query_range?query=x&start=0&end=2000&step=1&lookback_delta=1h";

    @TempDir private Path folder = Path.of("");

    private final QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS);
    private final ListStore store = new ListStore();
    private final List<HttpServer> servers = new ArrayList<>();

    @BeforeEach
    void copyKeys() throws IOException {
        TlsFiles.copy(folder, "ca.pem", "server.pem", "server.key", "renewed.pem", "renewed.key");
    }

    @BeforeAll
    void fill() {
        try (Appender appender = store.appender()) {
            for (int i = 0; i < 20; i++) {
                appender.append(appender.resolve(Labels.of(Labels.NAME, "x", "i", "" + i)), 0, i);
            }
            appender.commit();
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(HttpServer::close);
        servers.clear();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("web.yml"), yaml);
    }

    private int start(String yaml) throws IOException {
        write(yaml);
        HttpServer server =
                HttpServer.start(
                        HttpServerOptions.DEFAULTS
                                .withListen(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                                .withSecurity(
                                        new WebConfigFile(
                                                folder.resolve("web.yml"), InstantSource.system())),
                        HttpServices.builder(engine::prepare, store).build());
        servers.add(server);
        return server.port();
    }

    private static HttpRequest.Builder request(String base, String path) {
        return HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws Exception {
        return client.send(
                request("https://localhost:" + port, path).build(), BodyHandlers.ofString());
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> plain(
            HttpClient client, int port, String path, @Nullable String authorization)
            throws Exception {
        HttpRequest.Builder request = request("http://localhost:" + port, path);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void http2_overTls_answersAsHttp1Does() throws Exception {
        int port = start(TLS.formatted(""));
        try (HttpClient client = client(TlsFiles.client(null, "ca"))) {
            HttpResponse<String> large = get(client, port, LARGE);
            assertThat(large.version()).isEqualTo(Version.HTTP_2);
            assertThat(large.body()).hasSizeGreaterThan(100_000);
            List<CompletableFuture<HttpResponse<String>>> many = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                HttpRequest.Builder next = request("https://localhost:" + port, LARGE);
                if (i % 2 == 0) {
                    next.uri(URI.create("https://localhost:" + port + "/api/v1/query_range"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(LARGE.substring(12)));
                }
                many.add(client.sendAsync(next.build(), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : many) {
                assertThat(answer.get().body()).isEqualTo(large.body());
            }
            assertThat(get(client, port, "nothing").statusCode()).isEqualTo(404);
            HttpRequest head =
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/-/healthy"))
                            .HEAD()
                            .build();
            HttpResponse<String> bare = client.send(head, BodyHandlers.ofString());
            assertThat(bare.statusCode()).isEqualTo(200);
            assertThat(bare.body()).isEmpty();
            assertThat(bare.headers().firstValue("Content-Length")).hasValue("30");
        }
        try (HttpClient old =
                HttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .sslContext(TlsFiles.client(null, "ca"))
                        .build()) {
            HttpResponse<String> answer = get(old, port, LARGE);
            assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(answer.body()).hasSizeGreaterThan(100_000);
        }
    }

    @Test
    void http2_aStreamThatIsReset_endsItsQuery() throws Exception {
        int port = start(TLS.formatted(""));
        try (HttpClient client = client(TlsFiles.client(null, "ca"))) {
            String query =
                    "query_range?query=max(quantile_over_time(0.5,x%5B3h:1s%5D))"
                            + "&start=0&end=10000&step=1&lookback_delta=3h";
            CompletableFuture<HttpResponse<String>> answer =
                    client.sendAsync(
                            request("https://localhost:" + port, query).build(),
                            BodyHandlers.ofString());
            await().until(() -> engine.active() == 1);
            answer.cancel(true);
            await().atMost(Duration.ofSeconds(30)).until(() -> engine.active() == 0);
        }
    }

    @Test
    void http2_turnedOff_isNotSpoken() throws Exception {
        int port = start(TLS.formatted("") + "http_server_config: {http2: false}\n");
        try (HttpClient client = client(TlsFiles.client(null, "ca"))) {
            assertThat(get(client, port, "query?query=1").version()).isEqualTo(Version.HTTP_1_1);
        }
    }

    /// Whether a handshake succeeds for a client with a certificate, or without.
    private static boolean isLetIn(int port, @Nullable String own) throws Exception {
        try (HttpClient client = client(TlsFiles.client(own, "ca"))) {
            return get(client, port, "query?query=1").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void clientCertificates_areAskedForAsTheTypeSays() throws Exception {
        Map<String, String> letIn =
                Map.of(
                        "NoClientCert", "none client stranger",
                        "RequestClientCert", "none client stranger",
                        "RequireAnyClientCert", "client stranger",
                        "VerifyClientCertIfGiven", "none client",
                        "RequireAndVerifyClientCert", "client");
        for (Map.Entry<String, String> type : letIn.entrySet()) {
            String authority =
                    type.getKey().equals("NoClientCert") ? "" : ", client_ca_file: ca.pem";
            int port = start(TLS.formatted(authority + ", client_auth_type: " + type.getKey()));
            List<String> found = new ArrayList<>();
            for (String own : List.of("none", "client", "stranger")) {
                if (isLetIn(port, own.equals("none") ? null : own)) {
                    found.add(own);
                }
            }
            assertThat(String.join(" ", found)).as(type.getKey()).isEqualTo(type.getValue());
        }
    }

    @Test
    void clientNames_mustBeAllowed() throws Exception {
        String any = ", client_auth_type: RequireAnyClientCert, client_allowed_sans: ";
        for (String name : List.of("spiffe://client.example/x", "10.1.2.3")) {
            assertThat(isLetIn(start(TLS.formatted(any + "[other, \"" + name + "\"]")), "client"))
                    .as(name)
                    .isTrue();
        }
        assertThat(isLetIn(start(TLS.formatted(any + "[other, client]")), "client")).isFalse();
    }

    @Test
    void versionsSuitesAndCurves_areThoseOfTheFile() throws Exception {
        int old =
                start(
                        TLS.formatted(
                                ", max_version: TLS12, cipher_suites:"
                                        + " [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,"
                                        + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]"));
        try (HttpClient client = client(TlsFiles.client(null, "ca"))) {
            var session = get(client, old, "query?query=1").sslSession().orElseThrow();
            assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
            assertThat(session.getCipherSuite())
                    .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        }
        int young = start(TLS.formatted(", min_version: TLS13, curve_preferences: [CurveP384]"));
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.2"});
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(TlsFiles.client(null, "ca"))
                        .sslParameters(parameters)
                        .build()) {
            assertThatThrownBy(() -> get(client, young, "query?query=1"))
                    .isInstanceOf(IOException.class);
        }
        assertThat(isLetInWithGroup(young, "x25519")).isFalse();
        assertThat(isLetInWithGroup(young, "secp384r1")).isTrue();
    }

    private static boolean isLetInWithGroup(int port, String group) throws Exception {
        SSLSocketFactory factory = TlsFiles.client(null, "ca").getSocketFactory();
        try (SSLSocket socket = (SSLSocket) factory.createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setNamedGroups(new String[] {group});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void renewedCertificate_isShownToTheNextConnection() throws Exception {
        int port = start(TLS.formatted(""));
        assertThat(shown(port)).isEqualTo("CN=server");
        write("tls_server_config: {cert_file: renewed.pem, key_file: renewed.key}\n");
        assertThat(shown(port)).isEqualTo("CN=renewed");
        write("tls_server_config: {cert_file: renewed.pem}\n");
        assertThat(isLetIn(port, null)).isFalse();
    }

    private static String shown(int port) throws Exception {
        try (HttpClient client = client(TlsFiles.client(null, "ca"))) {
            var session = get(client, port, "query?query=1").sslSession().orElseThrow();
            return ((X509Certificate) session.getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @Test
    void users_areLetInByTheirPasswords_andAChangedFileCountsAtOnce() throws Exception {
        int port =
                start(
                        "http_server_config: {headers: {X-Frame-Options: deny}}\n"
                                + user("alice", "first"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> unknown = plain(client, port, "query?query=1", null);
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(unknown.headers().firstValue("WWW-Authenticate")).hasValue("Basic");
            assertThat(unknown.headers().firstValue("X-Frame-Options")).hasValue("deny");
            assertThat(unknown.body()).isEqualTo("Unauthorized\n");
            assertThat(status(client, port, basic("alice", "first"))).isEqualTo(200);
            assertThat(status(client, port, basic("alice", "first"))).isEqualTo(200);
            assertThat(status(client, port, basic("alice", "second"))).isEqualTo(401);
            assertThat(status(client, port, basic("bob", "first"))).isEqualTo(401);
            assertThat(status(client, port, basic("alice", "x".repeat(100)))).isEqualTo(401);
            assertThat(status(client, port, "Basic %%%")).isEqualTo(401);
            assertThat(status(client, port, "Basic YWxpY2U=")).isEqualTo(401);
            assertThat(status(client, port, "Bearer first")).isEqualTo(401);
            write(user("alice", "second"));
            assertThat(status(client, port, basic("alice", "first"))).isEqualTo(401);
            assertThat(status(client, port, basic("alice", "second"))).isEqualTo(200);
            write("basic_auth_users: {alice: broken}\n");
            HttpResponse<String> broken =
                    plain(client, port, "query?query=1", basic("alice", "second"));
            assertThat(broken.statusCode()).isEqualTo(500);
            assertThat(broken.body()).isEqualTo("Internal Server Error\n");
            write(user("alice", "second"));
            assertThat(status(client, port, basic("alice", "second"))).isEqualTo(200);
        }
    }

    private static int status(HttpClient client, int port, String authorization) throws Exception {
        return plain(client, port, "query?query=1", authorization).statusCode();
    }

    private static String user(String name, String password) {
        String hash = BCrypt.withDefaults().hashToString(4, password.toCharArray());
        return "basic_auth_users: {" + name + ": \"" + hash + "\"}\n";
    }

    @Test
    void curl_speaksHttp2WithPasswordAndCertificate() throws Exception {
        Path curl = Path.of("/usr/bin/curl");
        ExternalProgram.require(curl, "curl");
        TlsFiles.copy(folder, "client.pem", "client.key");
        int port =
                start(
                        TLS.formatted(
                                        ", client_auth_type: RequireAndVerifyClientCert,"
                                                + " client_ca_file: ca.pem")
                                + user("alice", "first"));
        try (ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve("curl.log"),
                        Map.of(),
                        List.of(
                                curl.toString(),
                                "-sS",
                                "--http2",
                                "--cacert",
                                folder.resolve("ca.pem").toString(),
                                "--cert",
                                folder.resolve("client.pem").toString(),
                                "--key",
                                folder.resolve("client.key").toString(),
                                "-u",
                                "alice:first",
                                "-w",
                                " %{http_version} %{http_code}",
                                "https://localhost:" + port + "/api/v1/query?query=1&time=4"))) {
            assertThat(program.finish())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\","
                                    + "\"result\":[4,\"1\"]}} 2 200");
        }
    }
}
