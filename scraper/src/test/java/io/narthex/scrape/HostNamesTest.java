package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.scrape.http.HostResolver;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// Targets by name: look-ups that hang, and names with several addresses.
class HostNamesTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /// Another address of this machine, where nobody listens.
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Names that begin with `hung` hang until they are released; all lead to this machine then.
    private static final class HangingResolver implements HostResolver, AutoCloseable {
        private final CountDownLatch released = new CountDownLatch(1);
        final Map<String, Integer> calls = new ConcurrentHashMap<>();

        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            calls.merge(host, 1, Integer::sum);
            if (host.startsWith("hung")) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts a look-up", e);
                }
            }
            return List.of(LOOPBACK);
        }

        @Override
        public void close() {
            released.countDown();
        }
    }

    private static List<TargetStatus> withHealth(ScrapeFixture fixture, TargetHealth health) {
        return fixture.scraper.activeTargets().stream().filter(t -> t.health() == health).toList();
    }

    @Test
    void hungLookups_costTheirOwnTargetsOnly() {
        try (HangingResolver resolver = new HangingResolver();
                FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = ScrapeFixture.resolvingWith(resolver)) {
            List<String> addresses =
                    new ArrayList<>(
                            IntStream.range(0, 40)
                                    .mapToObj(i -> "hung" + i + ":" + target.port())
                                    .toList());
            addresses.add("good:" + target.port());
            fixture.scrape(ScrapeFixture.jobOf(addresses).interval(Duration.ofSeconds(1)));
            await().atMost(PATIENCE)
                    .until(() -> withHealth(fixture, TargetHealth.DOWN).size() == 40);
            await().atMost(PATIENCE).until(() -> fixture.values("a").size() >= 3);
            assertThat(withHealth(fixture, TargetHealth.DOWN))
                    .allMatch(t -> t.problem() == ScrapeProblem.TIMEOUT)
                    .allMatch(t -> t.lastError().contains("context deadline exceeded"))
                    .allMatch(
                            t -> t.lastError().contains("the look-up of the name takes too long"));
            Map<String, Integer> hung = new HashMap<>(resolver.calls);
            hung.remove("good");
            assertThat(hung).hasSize(40).allSatisfy((_, n) -> assertThat(n).isEqualTo(1));
            resolver.close();
            await().atMost(PATIENCE).until(() -> withHealth(fixture, TargetHealth.UP).size() == 41);
        }
    }

    @Test
    void hungLookup_isSharedByTheTargetsOfOneHost() {
        try (HangingResolver resolver = new HangingResolver();
                FakeTarget one = FakeTarget.of("a 1\n");
                FakeTarget two = FakeTarget.of("b 1\n");
                ScrapeFixture fixture = ScrapeFixture.resolvingWith(resolver)) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("hung:" + one.port(), "hung:" + two.port())));
            await().atMost(PATIENCE)
                    .until(() -> withHealth(fixture, TargetHealth.DOWN).size() == 2);
            assertThat(resolver.calls).containsExactly(Map.entry("hung", 1));
            resolver.close();
            fixture.awaitValue("a", 1);
            fixture.awaitValue("b", 1);
        }
    }

    @Test
    void redirectsToHangingNames_holdOneLookUpOfTheirTarget() {
        int[] requests = {0};
        try (HangingResolver resolver = new HangingResolver();
                FakeTarget target =
                        new FakeTarget(
                                e -> {
                                    String next = "http://hung" + requests[0]++ + "/";
                                    e.getResponseHeaders().set("Location", next);
                                    e.sendResponseHeaders(302, -1);
                                });
                ScrapeFixture fixture = ScrapeFixture.resolvingWith(resolver)) {
            fixture.scrape(ScrapeFixture.jobOf(List.of("good:" + target.port())));
            await().atMost(PATIENCE).until(() -> fixture.scraper.stats().scrapes() >= 5);
            assertThat(resolver.calls).containsOnlyKeys("good", "hung0");
            resolver.close();
        }
    }

    @Test
    void refusingAddress_passesOnToTheNext() {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture =
                        ScrapeFixture.resolvingWith(_ -> List.of(OTHER, LOOPBACK))) {
            fixture.scrape(ScrapeFixture.jobOf(List.of("two:" + target.port())));
            fixture.awaitValue("a", 1);
        }
    }

    /// Listens without taking connections, its backlog full: the kernel drops what else wants to
    /// connect.
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> waiting = new ArrayList<>();

        SilentServer(int port) throws IOException {
            server = new ServerSocket(port, 1, OTHER);
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                Thread.startVirtualThread(() -> connect(socket));
            }
        }

        private void connect(Socket socket) {
            try {
                socket.connect(server.getLocalSocketAddress());
            } catch (IOException _) {
                Thread.onSpinWait(); // the test is over
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            server.close();
        }
    }

    @Test
    void silentAddress_usesUpItsShareOnly() throws IOException {
        try (FakeTarget target = FakeTarget.of("a 1\n");
                SilentServer _ = new SilentServer(target.port());
                ScrapeFixture fixture =
                        ScrapeFixture.resolvingWith(_ -> List.of(OTHER, LOOPBACK))) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("two:" + target.port()))
                            .interval(Duration.ofSeconds(8)));
            await().atMost(PATIENCE).until(() -> fixture.values("a").contains(1.0));
        }
    }

    @Test
    void silentAddressAlone_timesOutWithItsOwnHint() throws IOException {
        try (SilentServer silent = new SilentServer(0);
                ScrapeFixture fixture = ScrapeFixture.resolvingWith(_ -> List.of(OTHER))) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("silent:" + silent.server.getLocalPort()))
                            .interval(Duration.ofSeconds(1)));
            await().atMost(PATIENCE)
                    .until(() -> withHealth(fixture, TargetHealth.DOWN).size() == 1);
            TargetStatus status = fixture.scraper.activeTargets().getFirst();
            assertThat(status.problem()).isEqualTo(ScrapeProblem.TIMEOUT);
            assertThat(status.lastError())
                    .contains("context deadline exceeded")
                    .contains("(hint: nothing answers at this address");
        }
    }

    @Test
    void refusingAddresses_areAllTold() throws IOException {
        int port = ExternalProgram.freePort();
        List<InetAddress> five =
                IntStream.range(1, 6).mapToObj(i -> InetAddress.ofLiteral("127.0.0." + i)).toList();
        try (ScrapeFixture fixture = ScrapeFixture.resolvingWith(_ -> five)) {
            fixture.scrape(
                    ScrapeFixture.jobOf(List.of("five:" + port)).interval(Duration.ofSeconds(2)));
            assertThat(fixture.awaitError())
                    .isEqualTo(
                            "Get \"http://five:%1$d/metrics\": ".formatted(port)
                                    + "dial tcp 127.0.0.1:%1$d: connect: connection refused; "
                                            .formatted(port)
                                    + "dial tcp 127.0.0.2:%1$d: connect: connection refused; "
                                            .formatted(port)
                                    + "dial tcp 127.0.0.3:%1$d: connect: connection refused; "
                                            .formatted(port)
                                    + "and 2 more addresses");
        }
    }
}
