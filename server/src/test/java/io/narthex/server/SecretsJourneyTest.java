package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;
import io.narthex.server.config.WebConfigFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// Secrets of all kinds, in use and in trouble, are neither shown nor logged.
class SecretsJourneyTest {
    private static final String SECRET = "xyzzy";

    /// Nobody listens there, so that every use of a secret fails and is told.
    private static final String CONFIG =
            """
            scrape_configs:
              - job_name: a
                scrape_interval: 100ms
                basic_auth: {username: me, password: xyzzy1}
                http_headers: {X-Key: {secrets: [xyzzy2]}}
                proxy_url: http://me:xyzzy3@127.0.0.1:1
                proxy_connect_header: {X: [xyzzy4]}
                static_configs: [{targets: ["127.0.0.1:1"]}]
              - job_name: b
                scrape_interval: 100ms
                authorization: {credentials: xyzzy5}
                static_configs: [{targets: ["127.0.0.1:1"]}]
              - job_name: c
                scrape_interval: 100ms
                oauth2: {client_id: i, client_secret: xyzzy6, token_url: "http://127.0.0.1:1/t"}
                static_configs: [{targets: ["127.0.0.1:1"]}]
              - job_name: d
                scrape_interval: 100ms
                tls_config: {cert: no certificate, key: xyzzy7}
                scheme: https
                static_configs: [{targets: ["127.0.0.1:1"]}]
            notifications:
              receivers:
                - {name: hook, webhook: {url: "http://127.0.0.1:1/xyzzy8"}}
            """;

    @TempDir private Path folder = Path.of("");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("io.narthex");

    @BeforeEach
    void listen() {
        root.setLevel(Level.DEBUG);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(null);
    }

    private String answer(HttpClient client, NarthexServer server, String path, String password)
            throws Exception {
        String both =
                Base64.getEncoder()
                        .encodeToString(("me:" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Authorization", "Basic " + both)
                                .build(),
                        BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body() + answer.headers().map();
    }

    @Test
    void secrets_areNeverShownNorLogged() throws Exception {
        Path config = Files.writeString(folder.resolve("n.yml"), CONFIG);
        Path web = folder.resolve("web.yml");
        Configuration configuration = ConfigFile.read(config);
        String hash = "$2y$04$m7DLMvjrNmVn0Vv2sRdTgeNcAZN7VXYpl/0Gn0LRF6Zj0bFgHoGtS";
        Files.writeString(web, "basic_auth_users: {me: \"" + hash + "\"}\n");
        HttpServerOptions http =
                HttpServerOptions.DEFAULTS
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withSecurity(new WebConfigFile(web, InstantSource.system()));
        try (NarthexServer server = NarthexServer.start(ServerOptions.of(http), configuration);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(answer(client, server, "api/v1/status/config", "xyzzy9"))
                    .startsWith("401 ")
                    .doesNotContain(SECRET);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> List.copyOf(log.list).toString().contains("scrape of http"));
            Files.writeString(web, "tokens: [{name: a, sha256: xyzzy0}]\n");
            assertThat(answer(client, server, "api/v1/status/config", "xyzzy9"))
                    .startsWith("500 ")
                    .doesNotContain(SECRET);
            Files.writeString(web, "tokens: []\n");
            for (String path :
                    List.of(
                            "api/v1/status/config",
                            "api/v1/status/flags",
                            "api/v1/status/runtimeinfo",
                            "api/v1/targets",
                            "api/v1/scrape_pools",
                            "api/v1/alertmanagers",
                            "api/v1/notifications/deliveries",
                            "api/v1/status/active_queries",
                            "api/v1/query?query=xyzz",
                            "metrics")) {
                assertThat(answer(client, server, path, "xyzzy9"))
                        .as(path)
                        .startsWith("200 ")
                        .doesNotContain(SECRET)
                        .doesNotContain(hash);
            }
        }
        String logged =
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList().toString();
        assertThat(logged)
                .contains("scrape of http", "not 64 hexadecimal digits")
                .doesNotContain(SECRET)
                .doesNotContain(hash);
    }
}
