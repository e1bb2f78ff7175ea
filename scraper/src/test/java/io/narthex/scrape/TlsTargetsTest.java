package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Targets that speak TLS, with a certificate that nobody trusts.
class TlsTargetsTest {
    private static final String PASSWORD = "secret";

    @TempDir private static Path folder;

    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate() throws IOException, GeneralSecurityException {
        tls = context();
    }

    @Test
    void untrustedCertificate_isATlsProblem() throws IOException {
        TargetStatus status = status("https");
        assertThat(status.problem()).as(status.lastError()).isEqualTo(ScrapeProblem.TLS);
        assertThat(status.lastError())
                .startsWith("Get \"https://127.0.0.1:")
                .contains("certification path")
                .contains("(hint: this Java does not trust who issued the target's certificate");
    }

    @Test
    void plainRequestToATlsPort_isATlsProblemWithAHintToTheScheme() throws IOException {
        TargetStatus status = status("http");
        assertThat(status.problem()).as(status.lastError()).isEqualTo(ScrapeProblem.TLS);
        assertThat(status.lastError())
                .startsWith("Get \"http://127.0.0.1:")
                .endsWith(
                        "the answer is a TLS record, not HTTP"
                                + " (hint: this port speaks TLS; set scheme: https)");
    }

    private static TargetStatus status(String scheme) throws IOException {
        HttpsServer server = start();
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            String address = "127.0.0.1:" + server.getAddress().getPort();
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of(address))
                            .scheme(scheme)
                            .interval(Duration.ofSeconds(5)));
            String _ = fixture.awaitError();
            return fixture.scraper.activeTargets().getFirst();
        } finally {
            server.stop(0);
        }
    }

    private static HttpsServer start() throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", FakeTarget.body("a 1\n"));
        server.start();
        return server;
    }

    private static SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// A new key with a certificate that it signed itself.
    private static Path keyStore() {
        Path store = folder.resolve("keys.p12");
        try (ExternalProgram keytool =
                ExternalProgram.start(
                        folder.resolve("keytool.log"),
                        Map.of(),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=127.0.0.1",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD))) {
            keytool.handle().onExit().join();
            assertThat(store).as(keytool.output()).exists();
        }
        return store;
    }
}
