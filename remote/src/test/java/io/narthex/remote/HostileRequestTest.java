package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.testkit.ForwardingAppender;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Bodies that nobody should send, and stores that do not cooperate.
class HostileRequestTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final String[] UP = {"__name__", "up", "job", "a"};

    private final Map<Integer, Long> answers = new TreeMap<>();

    private final ListStore store = new ListStore();
    private final RemoteWriteReceiver receiver =
            new RemoteWriteReceiver(store, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));

    @Test
    void truncatedBlock_isRefusedAtEveryLength() {
        byte[] body = new WriteRequests().add(UP, T0, 1, 2, 3).compressed();
        for (int length = 0; length < body.length; length++) {
            assertThat(receive(Arrays.copyOf(body, length)).status())
                    .as("first %d of %d bytes", length, body.length)
                    .isEqualTo(400);
        }
        assertThat(receiver.stats().samples()).isZero();
    }

    @Test
    void truncatedMessage_isRefusedAndLeavesNothing() {
        byte[] plain = new WriteRequests().add(UP, T0, 1, 2, 3).plain();
        for (int length = 1; length < plain.length; length++) {
            byte[] body = WriteRequests.compress(Arrays.copyOf(plain, length));
            RemoteWriteOutcome outcome = receive(body);
            assertThat(outcome.status()).as("first %d bytes", length).isEqualTo(400);
            assertThat(outcome.text()).startsWith("protobuf: ");
        }
        assertThat(receiver.stats().samples()).isZero();
    }

    @Test
    void declaredSize_isCheckedBeforeMemoryIsTaken() {
        byte[] fourGigabytes = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0};
        assertThat(receive(fourGigabytes).status()).isEqualTo(413);
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0xff);
        assertThat(receive(endless).status()).isEqualTo(400);
        byte[] thirtyMegabytesFromFewBytes = {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x0e, 0, 1, 2};
        assertThat(receive(thirtyMegabytesFromFewBytes).text()).contains("impossible length");
    }

    @Test
    void tooLargeRequest_is413() {
        RemoteWriteReceiver small =
                new RemoteWriteReceiver(
                        store, new RemoteWriteOptions(100, 2, 1 << 20), new ManualClock(T0));
        byte[] body = new WriteRequests().addField(99, new byte[1000]).compressed();
        RemoteWriteOutcome outcome = small.receive(null, null, body);
        assertThat(outcome.status()).isEqualTo(413);
        assertThat(outcome.text()).contains("more than 100");
    }

    @Test
    void nestedGarbage_isRefused() {
        byte[] garbage = {0x0a, 0x05, 0x0a, 0x7f, 1, 2, 3};
        assertThat(receive(WriteRequests.compress(garbage)).status()).isEqualTo(400);
        byte[] group = {0x0b, 0x0b, 0x0b, 0x0b};
        assertThat(receive(WriteRequests.compress(group)).text()).contains("unknown wire type");
        byte[] fieldZero = {0x00, 0x01};
        assertThat(receive(WriteRequests.compress(fieldZero)).text()).contains("bad tag");
    }

    @Test
    void plainText_isRefused() {
        byte[] text = "up{job=\"a\"} 1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(receive(text).status()).isEqualTo(400);
    }

    @Test
    void randomMutations_areAnsweredAndNeverBreakTheReceiver() {
        Seeds.forEach(
                20,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    byte[] plain = request(random).plain();
                    byte[] block = WriteRequests.compress(plain);
                    for (int i = 0; i < 500; i++) {
                        check(mutate(block, random));
                        check(WriteRequests.compress(mutate(plain, random)));
                    }
                });
        byte[] body = new WriteRequests().add(UP, T0 + 400_000, 1).compressed();
        assertThat(receive(body).status()).isEqualTo(204);
        ReliabilityRecord.putSeeds(
                "requests of remote write 1.0, by answer", "remote", getClass(), answers);
    }

    @Test
    void staleReference_isResolvedAgain() {
        ForgetfulStore forgetful = new ForgetfulStore(store);
        RemoteWriteReceiver over =
                new RemoteWriteReceiver(
                        forgetful, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));
        for (int i = 0; i < 5; i++) {
            byte[] body = new WriteRequests().add(UP, T0 + 2 * i, i, i).compressed();
            assertThat(over.receive(null, null, body))
                    .isEqualTo(new RemoteWriteOutcome(204, "", 2));
        }
        assertThat(forgetful.resolved).isEqualTo(5);
    }

    @Test
    void seriesLimit_isHeardOfAndKnownSeriesGoOn() {
        Appendable full =
                () ->
                        new ForwardingAppender(store.appender()) {
                            @Override
                            public boolean takesExemplars() {
                                return false;
                            }

                            @Override
                            public long resolve(Labels labels) {
                                return labels.metricName().equals("up")
                                        ? super.resolve(labels)
                                        : SeriesRef.refusal(AppendStatus.SERIES_LIMIT);
                            }
                        };
        RemoteWriteReceiver over =
                new RemoteWriteReceiver(full, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));
        byte[] body =
                new WriteRequests()
                        .add(UP, T0, 1)
                        .add(new String[] {"__name__", "other"}, T0, 1, 2)
                        .add(UP, T0 + 1, 1)
                        .compressed();
        assertThat(over.receive(null, null, body))
                .isEqualTo(
                        new RemoteWriteOutcome(
                                400,
                                "new series refused, the limit on series is reached in series"
                                        + " other; 2 of 4 samples were rejected, the others are"
                                        + " stored",
                                2));
    }

    @Test
    void failingStore_is500SoThatTheSenderTriesAgain() {
        Appendable broken =
                () ->
                        new ForwardingAppender(store.appender()) {
                            @Override
                            public CommitResult commit() {
                                throw new IllegalStateException("disk full");
                            }
                        };
        RemoteWriteReceiver over =
                new RemoteWriteReceiver(broken, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));
        byte[] body = new WriteRequests().add(UP, T0, 1).compressed();
        assertThat(over.receive(null, null, body))
                .isEqualTo(new RemoteWriteOutcome(500, "the store failed: disk full", 0));
    }

    private RemoteWriteOutcome receive(byte[] body) {
        return receiver.receive("application/x-protobuf", "snappy", body);
    }

    private void check(byte[] body) {
        int status = receive(body).status();
        assertThat(status).isIn(204, 400, 413);
        answers.merge(status, 1L, Long::sum);
    }

    private static WriteRequests request(RandomGenerator random) {
        WriteRequests request = new WriteRequests();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            double[] values = random.doubles(random.nextInt(5)).toArray();
            request.add(new String[] {"__name__", "m" + i, "l", "x".repeat(i)}, T0, values);
        }
        return request;
    }

    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        byte[] mutated = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i <= random.nextInt(4); i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(mutated, random.nextInt(mutated.length))
                : mutated;
    }

    /// Gives each batch references of its own and knows none of an earlier batch.
    private static final class ForgetfulStore implements Appendable {
        private final ListStore store;
        private long batch;
        private int resolved;

        ForgetfulStore(ListStore store) {
            this.store = store;
        }

        @Override
        public Appender appender() {
            long offset = ++batch * 1_000_000;
            return new ForwardingAppender(store.appender()) {
                @Override
                public long resolve(Labels labels) {
                    resolved++;
                    return super.resolve(labels) + offset;
                }

                @Override
                public AppendStatus append(long ref, long timestamp, double value) {
                    return ref > offset && ref < offset + 1_000_000
                            ? super.append(ref - offset, timestamp, value)
                            : AppendStatus.UNKNOWN_REF;
                }
            };
        }
    }

    @Test
    void concurrentSenders_loseNothing() throws InterruptedException {
        List<Thread> senders =
                IntStream.range(0, 8)
                        .mapToObj(
                                sender ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            for (int i = 0; i < 50; i++) {
                                                                receive(burst(sender, i));
                                                            }
                                                        }))
                        .toList();
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(receiver.stats().failedRequests()).isZero();
        assertThat(receiver.stats().samples()).isEqualTo(8 * 50 * 20);
        assertThat(receiver.stats().cachedSeries()).isEqualTo(8 * 20);
    }

    private static byte[] burst(int sender, int at) {
        WriteRequests request = new WriteRequests();
        for (int s = 0; s < 20; s++) {
            request.add(new String[] {"__name__", "m", "s", sender + "-" + s}, T0 + at, at);
        }
        return request.compressed();
    }
}
