package io.narthex.scrape.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.scrape.http.HostResolver;
import io.narthex.scrape.http.ScrapeClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Changes that come while others are passed on.
class DelayedUpdatesTest {
    @TempDir private Path folder;

    private void write(String targets) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), targets);
        Files.move(next, folder.resolve("a.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void passed(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Test
    void changeWhileOthersArePassedOn_isCountedAsDelayed() throws Exception {
        write("- targets: [a:1]");
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ScrapeClient client = new ScrapeClient(HostResolver.SYSTEM);
                Discovery discovery =
                        new Discovery(
                                "scrape",
                                new DiscoveryContext(
                                        client,
                                        "test",
                                        InstantSource.system(),
                                        NameServers::ofSystem,
                                        Duration.ZERO,
                                        new DiscoveryCounters()),
                                true,
                                () -> {
                                    busy.countDown();
                                    passed(go);
                                })) {
            List<Path> files = List.of(folder.resolve("a.yml"));
            discovery.apply(
                    Map.of(
                            "j",
                            new Sources(
                                    List.of(),
                                    List.of(
                                            new DiscoveryConfig.Files(
                                                    files, Duration.ofHours(1))))));
            busy.await();
            assertThat(discovery.stats().delayed()).isZero();
            write("- targets: [a:2]");
            await().until(() -> discovery.stats().received() == 2);
            go.countDown();
            await().until(() -> discovery.stats().sent() == 2);
            assertThat(discovery.stats().delayed()).isEqualTo(1);
        }
    }
}
