package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.narthex.model.Labels;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.deliver.Deliveries;
import io.narthex.rules.notify.NotifierOptions;
import io.narthex.rules.notify.SendTimings;
import io.narthex.scrape.Scraper;
import io.narthex.scrape.ScraperOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Alertmanagers that a file names, and that want a password.
class AlertmanagerDiscoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private void write(String text) throws IOException {
        Path part = Files.writeString(folder.resolve("part"), text);
        Files.move(part, folder.resolve("am.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static AlertNotice notice() {
        long now = System.currentTimeMillis();
        Alert alert =
                new Alert(
                        AlertState.FIRING,
                        Labels.of("alertname", "Down"),
                        Map.of(),
                        1,
                        now,
                        now,
                        Alert.NEVER,
                        Alert.NEVER,
                        Alert.NEVER,
                        now + 60_000);
        return new AlertNotice(alert, "");
    }

    private static HttpServer receiver(List<String> seen) throws IOException {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    seen.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        receiver.start();
        return receiver;
    }

    @Test
    void fileOfAlertmanagers_isFollowedAndAddressesThatAreNoneAreLeftOut() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer receiver = receiver(seen);
        String address = "127.0.0.1:" + receiver.getAddress().getPort();
        write("- targets: ['" + address + "', 'a b:1']");
        try (Scraper scraper = new Scraper(new ListStore(), ScraperOptions.of("test", 1));
                AlertRouting routing =
                        new AlertRouting(
                                new Deliveries.Place(null, "http://here", "Narthex/test"),
                                scraper,
                                NotifierOptions.DEFAULTS,
                                SendTimings.NONE,
                                InstantSource.system())) {
            routing.apply(
                    ConfigFile.parse(
                            folder.resolve("narthex.yml").toString(),
                            """
                            alerting:
                              alertmanagers:
                                - path_prefix: /am
                                  basic_auth: {username: u, password: p}
                                  file_sd_configs: [{files: [am.yml]}]
                            """,
                            _ -> null));
            await().atMost(PATIENCE).until(() -> routing.active().size() == 1);
            routing.send(List.of(notice()));
            await().atMost(PATIENCE).until(() -> !seen.isEmpty());
            assertThat(seen).containsExactly("/am/api/v2/alerts Basic dTpw");
            assertThat(routing.discovered().sets().getFirst().name()).isEqualTo("config-0");
            write("[]");
            await().atMost(PATIENCE).until(() -> routing.active().isEmpty());
        } finally {
            receiver.stop(0);
        }
    }
}
