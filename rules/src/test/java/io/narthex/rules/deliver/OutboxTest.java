package io.narthex.rules.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The queue of one receiver.
class OutboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Receiver RECEIVER =
            new Receiver(
                    "team", List.of(), new Channel.Webhook(URI.create("http://127.0.0.1:1")), true);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    /// What a courier does.
    private interface Carrier {
        Courier.Outcome carry(String message) throws InterruptedException;
    }

    private static Outbox outbox(Carrier carrier) {
        Courier courier =
                new Courier() {
                    @Override
                    public Outcome deliver(byte[] message) throws InterruptedException {
                        return carrier.carry(new String(message, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void close() {}
                };
        return new Outbox(RECEIVER, courier, null, new ManualClock(0), 1);
    }

    private static byte[] message(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void tooManyMessages_theOldestGo() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Carrier slow =
                message -> {
                    begun.countDown();
                    release.await();
                    delivered.add(message);
                    return new Courier.Outcome.Delivered();
                };
        try (Outbox outbox = outbox(slow)) {
            outbox.add(message(0));
            begun.await();
            for (int i = 1; i <= Outbox.CAPACITY + 1; i++) {
                outbox.add(message(i));
            }
            assertThat(outbox.stats().waiting()).isEqualTo(Outbox.CAPACITY);
            assertThat(outbox.stats().counts().dropped()).isEqualTo(2);
            release.countDown();
            await().atMost(PATIENCE).until(() -> outbox.stats().waiting() == 0);
            // The first one was on its way already.
            assertThat(delivered).hasSize(Outbox.CAPACITY + 1).startsWith("0", "2", "3");
        }
    }

    /// A fault of ours must not end the deliveries.
    @Test
    void courierThatThrows_isTriedAgain_inOrder() {
        AtomicInteger tries = new AtomicInteger();
        Carrier faulty =
                message -> {
                    if (tries.getAndIncrement() < 3) {
                        throw new IllegalStateException("BUG: a test's");
                    }
                    delivered.add(message);
                    return new Courier.Outcome.Delivered();
                };
        try (Outbox outbox = outbox(faulty)) {
            outbox.add(message(1));
            outbox.add(message(2));
            await().atMost(PATIENCE).until(() -> outbox.stats().waiting() == 0);
            assertThat(delivered).containsExactly("1", "2");
            assertThat(outbox.stats().counts()).isEqualTo(new DeliveryStats.Counts(2, 3, 0));
            assertThat(outbox.stats().problem()).isNotNull();
        }
    }
}
