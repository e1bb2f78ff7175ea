package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.narthex.client.HttpClientConfig;
import io.narthex.client.Secret;
import io.narthex.client.TlsConfig;
import io.narthex.client.TlsVersion;
import io.narthex.scrape.doctor.Finding;
import io.narthex.scrape.doctor.TargetChoice;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that has run out, issued by somebody who is trusted.
class ExpiredCertificateTest {
    private static final String PASSWORD = "secret";

    @TempDir private Path folder;

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
        command.addAll(List.of(arguments));
        try (ExternalProgram program =
                ExternalProgram.start(folder.resolve("log"), Map.of(), command)) {
            program.handle().onExit().join();
        }
    }

    private KeyStore keys() throws Exception {
        keytool("-alias", "issuer", "-dname", "CN=issuer", "-ext", "bc:c");
        keytool(
                "-alias",
                "target",
                "-dname",
                "CN=target",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-signer",
                "issuer",
                "-startdate",
                "-10d",
                "-validity",
                "1");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static HttpsServer start(KeyStore keys) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "target",
                keys.getKey("target", PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                keys.getCertificateChain("target"));
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", FakeTarget.body("a 1\n"));
        server.start();
        return server;
    }

    @Test
    void doctor_saysThatItHasRunOut() throws Exception {
        KeyStore keys = keys();
        String issuer =
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(
                                Base64.getMimeEncoder()
                                        .encodeToString(
                                                keys.getCertificate("issuer").getEncoded()));
        HttpsServer server = start(keys);
        try (ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("127.0.0.1:" + server.getAddress().getPort()))
                            .scheme("https")
                            .interval(Duration.ofHours(1))
                            .timeout(Duration.ofSeconds(20))
                            .http(
                                    HttpClientConfig.DEFAULTS.withTls(
                                            new TlsConfig(
                                                    new Secret.Inline(issuer),
                                                    Secret.EMPTY,
                                                    Secret.EMPTY,
                                                    "",
                                                    false,
                                                    TlsVersion.TLS12,
                                                    TlsVersion.TLS13))));
            Finding found =
                    fixture.scraper.diagnose(new TargetChoice("job", "", "")).findings().getFirst();
            assertThat(found.problem()).isEqualTo(ScrapeProblem.TLS);
            assertThat(found.remedy())
                    .as(found.text())
                    .startsWith("the target's certificate has run out");
        } finally {
            server.stop(0);
        }
    }
}
