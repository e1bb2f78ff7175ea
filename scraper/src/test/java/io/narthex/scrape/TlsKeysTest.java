package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import io.narthex.client.Authentication;
import io.narthex.client.HttpClientConfig;
import io.narthex.client.ProxyConfig;
import io.narthex.client.Secret;
import io.narthex.client.TlsConfig;
import io.narthex.client.TlsVersion;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/// Targets that speak TLS, and jobs that know their certificate.
class TlsKeysTest {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final String NAME = "target.test";

    @TempDir private static Path folder;

    private static SSLContext context;
    private static Secret certificate = Secret.EMPTY;
    private static Secret key = Secret.EMPTY;

    private final List<String> versions = new CopyOnWriteArrayList<>();
    private volatile boolean needsClient;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpsServer server;

    @BeforeAll
    static void makeCertificate() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        certificate = pem("CERTIFICATE", keys.getCertificate("mykey").getEncoded());
        key = pem("PRIVATE KEY", keys.getKey("mykey", PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("mykey"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static Secret pem(String kind, byte[] bytes) {
        return new Secret.Inline(
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes)));
    }

    /// A new key with a certificate for one name that it signed itself.
    private static Path keyStore() {
        Path store = folder.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        try (ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve("keytool.log"),
                        Map.of(),
                        List.of(
                                keytool,
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + NAME,
                                "-ext",
                                "SAN=dns:" + NAME,
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD)))) {
            program.handle().onExit().join();
            assertThat(store).as(program.output()).exists();
        }
        return store;
    }

    TlsKeysTest() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ours = context.getDefaultSSLParameters();
                        ours.setNeedClientAuth(needsClient);
                        parameters.setSSLParameters(ours);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    versions.add(((HttpsExchange) exchange).getSSLSession().getProtocol());
                    try (exchange) {
                        FakeTarget.body("a 1\n").handle(exchange);
                    }
                });
        server.createContext(
                "/token",
                exchange -> {
                    try (exchange) {
                        FakeTarget.typed("application/json", "{\"access_token\": \"t\"}")
                                .handle(exchange);
                    }
                });
        // Handshakes would hold up the server's only thread otherwise.
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static TlsConfig config(Secret ca, String name, TlsVersion max) {
        return new TlsConfig(ca, Secret.EMPTY, Secret.EMPTY, name, false, TlsVersion.TLS12, max);
    }

    private ScrapeConfig.Builder job(HttpClientConfig http) {
        return ScrapeFixture.jobOf(List.of("127.0.0.1:" + server.getAddress().getPort()))
                .scheme("https")
                .interval(Duration.ofSeconds(1))
                .http(http);
    }

    private void assertUp(HttpClientConfig http) {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job(http));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> {
                                TargetStatus status = fixture.scraper.activeTargets().getFirst();
                                assertThat(status.health())
                                        .as(status.lastError())
                                        .isEqualTo(TargetHealth.UP);
                            });
        }
    }

    private TargetStatus failed(TlsConfig tls) {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job(HttpClientConfig.DEFAULTS.withTls(tls)));
            String _ = fixture.awaitError();
            return fixture.scraper.activeTargets().getFirst();
        }
    }

    @Test
    void certificateOfTheExpectedName_isTrustedInTheVersionsThatAreAllowed() {
        assertUp(HttpClientConfig.DEFAULTS.withTls(config(certificate, NAME, TlsVersion.TLS12)));
        assertThat(versions).isNotEmpty().containsOnly("TLSv1.2");
    }

    @Test
    void certificateOfAnotherName_isRefused() {
        TargetStatus status = failed(config(certificate, "", TlsVersion.TLS13));
        assertThat(status.problem()).as(status.lastError()).isEqualTo(ScrapeProblem.TLS);
        assertThat(status.lastError())
                .contains("(hint: the target's certificate is for another name");
        assertThat(versions).isEmpty();
    }

    @Test
    void anyCertificate_willDoWhereNobodyLooks() {
        TlsConfig careless =
                new TlsConfig(
                        Secret.EMPTY,
                        Secret.EMPTY,
                        Secret.EMPTY,
                        "",
                        true,
                        TlsVersion.TLS12,
                        TlsVersion.TLS13);
        assertUp(HttpClientConfig.DEFAULTS.withTls(careless));
        assertThat(versions).contains("TLSv1.3");
    }

    private static Authentication token(String url, TlsConfig tls, ProxyConfig proxy) {
        return new Authentication.OAuth2(
                "id", new Secret.Inline("s"), URI.create(url), List.of(), Map.of(), tls, proxy);
    }

    private HttpClientConfig withToken(boolean careless) {
        TlsConfig tls =
                new TlsConfig(
                        Secret.EMPTY,
                        Secret.EMPTY,
                        Secret.EMPTY,
                        "",
                        careless,
                        TlsVersion.TLS12,
                        TlsVersion.TLS13);
        String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/token";
        return HttpClientConfig.DEFAULTS
                .withTls(config(certificate, NAME, TlsVersion.TLS13))
                .withAuthentication(token(url, tls, ProxyConfig.NONE));
    }

    @Test
    void tokenOverTls_needsACertificateThatIsTrusted() {
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job(withToken(false)));
            assertThat(fixture.awaitError()).contains("oauth2: cannot fetch token");
        }
        assertUp(withToken(true));
    }

    /// Our own certificate is shown to who has the one that we expect.
    private static TlsConfig mutual() {
        return new TlsConfig(
                certificate, certificate, key, NAME, false, TlsVersion.TLS12, TlsVersion.TLS13);
    }

    @Test
    void token_isAskedForThroughAProxyOfItsOwn() throws IOException {
        needsClient = true;
        try (TunnelProxy proxy = new TunnelProxy(server.getAddress())) {
            ProxyConfig via =
                    new ProxyConfig(
                            URI.create("http://me:pw@" + proxy.address()),
                            "",
                            false,
                            Map.of("X-Who", List.of(new Secret.Inline("us"))));
            assertUp(
                    HttpClientConfig.DEFAULTS
                            .withTls(mutual())
                            .withAuthentication(token("https://tokens/token", mutual(), via)));
            assertThat(proxy.requests().getFirst())
                    .startsWith("CONNECT tokens:443 HTTP/1.1\r\n")
                    .contains("\r\nX-Who: us\r\n")
                    .contains("\r\nProxy-Authorization: Basic bWU6cHc=\r\n");
        }
    }

    @Test
    void ownCertificate_isShown() {
        needsClient = true;
        assertUp(HttpClientConfig.DEFAULTS.withTls(mutual()));
        int answered = versions.size();
        TargetStatus status = failed(config(certificate, NAME, TlsVersion.TLS13));
        assertThat(status.health()).as(status.lastError()).isEqualTo(TargetHealth.DOWN);
        assertThat(versions).hasSize(answered);
    }

    @Test
    void certificateInAFile_isReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        HttpClientConfig http =
                HttpClientConfig.DEFAULTS.withTls(
                        config(new Secret.InFile(file), NAME, TlsVersion.TLS13));
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(job(http));
            assertThat(fixture.awaitError()).contains("unable to use tls_config: ");
            Files.writeString(file, certificate.read());
            fixture.awaitValue("up", 1);
        }
    }

    @Test
    void proxy_isAskedToConnectAndReadsNothing() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy(server.getAddress())) {
            HttpClientConfig http =
                    HttpClientConfig.DEFAULTS
                            .withTls(config(certificate, "", TlsVersion.TLS13))
                            .withProxy(
                                    new ProxyConfig(
                                            URI.create("http://me:pw@" + proxy.address()),
                                            "",
                                            false,
                                            Map.of("X-Who", List.of(new Secret.Inline("us")))));
            try (ScrapeFixture fixture = new ScrapeFixture()) {
                fixture.scrape(
                        ScrapeFixture.jobOf(List.of(NAME))
                                .scheme("https")
                                .interval(Duration.ofSeconds(1))
                                .http(http));
                fixture.awaitValue("up", 1);
            }
            assertThat(proxy.requests().getFirst())
                    .startsWith("CONNECT target.test:443 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: target.test:443\r\n")
                    .contains("\r\nX-Who: us\r\n")
                    .contains("\r\nProxy-Authorization: Basic bWU6cHc=\r\n");
        }
    }

    @Test
    void proxyThatRefuses_isNamedAsTheReason() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy(server.getAddress());
                ScrapeFixture fixture = new ScrapeFixture()) {
            proxy.refuse();
            fixture.scrape(
                    job(
                            HttpClientConfig.DEFAULTS.withProxy(
                                    new ProxyConfig(
                                            URI.create("http://" + proxy.address()),
                                            "",
                                            false,
                                            Map.of()))));
            assertThat(fixture.awaitError())
                    .endsWith("proxyconnect tcp: the proxy answers 403 Forbidden");
        }
    }

    @Test
    void requestWithoutTls_isReadByTheProxy() {
        try (FakeTarget proxy = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of(NAME + ":8080"))
                            .http(
                                    HttpClientConfig.DEFAULTS.withProxy(
                                            new ProxyConfig(
                                                    URI.create("http://" + proxy.address()),
                                                    "",
                                                    false,
                                                    Map.of()))));
            fixture.awaitValue("up", 1);
            assertThat(proxy.paths()).contains("http://target.test:8080/metrics");
        }
    }
}
