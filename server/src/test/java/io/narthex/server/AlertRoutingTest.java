package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.narthex.server.config.Configuration;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

class AlertRoutingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Configuration configuration(String yaml) {
        return ConfigFile.parse("narthex.yml", yaml, _ -> null);
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

    /// While a new configuration waits for an Alertmanager that goes and hangs, rules go on.
    @Test
    void apply_thatWaits_delaysNoRule() throws IOException, InterruptedException {
        // The kernel takes the connection, and nobody ever answers.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Scraper scraper = new Scraper(new ListStore(), ScraperOptions.of("test", 1));
                AlertRouting routing =
                        new AlertRouting(
                                new Deliveries.Place(null, "http://here", "Narthex/test"),
                                scraper,
                                NotifierOptions.DEFAULTS,
                                SendTimings.NONE,
                                InstantSource.system())) {
            routing.apply(
                    configuration(
                            """
                            alerting:
                              alertmanagers:
                                - timeout: 1m
                                  static_configs: [{targets: ["127.0.0.1:%d"]}]
                            """
                                    .formatted(silent.getLocalPort())));
            routing.send(List.of(notice()));
            assertThat(routing.active()).hasSize(1);
            Thread applying = Thread.startVirtualThread(() -> routing.apply(configuration("")));
            await().atMost(PATIENCE).until(() -> routing.active().isEmpty());
            routing.send(List.of(notice()));
            assertThat(routing.told()).isEmpty();
            assertThat(applying.isAlive()).isTrue();
            silent.close();
            applying.join();
        }
    }
}
