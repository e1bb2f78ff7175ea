package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Remote write 2.0 bodies that nobody should send.
class HostileSymbolRequestTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private static final String[] UP = {"__name__", "up", "job", "a"};

    private final Map<Integer, Long> answers = new TreeMap<>();

    private final ListStore store = new ListStore();
    private final RemoteWriteReceiver receiver =
            new RemoteWriteReceiver(store, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));

    @Test
    void truncatedMessage_isRefusedAndLeavesNothing() {
        byte[] plain = new SymbolRequests().add(UP, T0, 1, 2, 3).plain();
        int refused = 0;
        for (int length = 1; length < plain.length; length++) {
            RemoteWriteOutcome outcome = receive(Arrays.copyOf(plain, length));
            refused += outcome.status() == 400 ? 1 : 0;
            assertThat(outcome.written()).isEqualTo(WrittenCounts.NONE);
        }
        // Only a cut between two symbols leaves a message that is whole.
        assertThat(refused).isEqualTo(plain.length - 1 - 5);
        assertThat(receiver.stats().samples()).isZero();
    }

    @Test
    void firstSymbolThatIsNotEmpty_isRefused() {
        byte[] plain = WriteRequests.message(out -> out.writeString(4, "x"));
        assertThat(receive(plain).text()).isEqualTo("the first symbol must be an empty string");
    }

    @Test
    void millionsOfSymbols_areRefusedBeforeTheyTakeMemory() {
        byte[] plain = new byte[10 << 20];
        for (int i = 0; i < plain.length; i += 2) {
            plain[i] = 0x22;
        }
        assertThat(receive(plain).text()).isEqualTo("more than 4194304 symbols");
    }

    @Test
    void aMillionLabels_areNoSeries() {
        byte[] refs = new byte[2_000_000];
        Arrays.fill(refs, (byte) 1);
        byte[] v2 =
                WriteRequests.message(
                        out -> {
                            out.writeString(4, "");
                            out.writeString(4, "x");
                            out.writeByteArray(
                                    5,
                                    WriteRequests.message(
                                            series -> {
                                                series.writeByteArray(1, refs);
                                                series.writeByteArray(
                                                        2, SymbolRequests.sample(T0, 1, 0));
                                            }));
                        });
        assertThat(receive(v2).text()).endsWith("more than 1000 labels");
        byte[] v1 =
                WriteRequests.message(
                        out -> {
                            for (int i = 1_000_000; i > 0; i--) {
                                out.writeByteArray(1, WriteRequests.label("l" + i, "v"));
                            }
                            out.writeByteArray(2, WriteRequests.sample(T0, 1));
                        });
        byte[] body = new WriteRequests().addField(1, v1).compressed();
        assertThat(receiver.receive(null, null, body))
                .isEqualTo(new RemoteWriteOutcome(204, "", 0));
        assertThat(receiver.stats().skippedSeries()).isEqualTo(2);
    }

    @Test
    void labelsMuchLargerThanTheirReferences_areRefused() {
        String large = "x".repeat(900_000);
        SymbolRequests request = new SymbolRequests();
        for (int i = 0; i < 400; i++) {
            request.add(new String[] {"__name__", "up", "job", large}, T0 + i, 1);
        }
        assertThat(receiver.receive(V2, null, request.compressed()).status()).isEqualTo(413);
        byte[] twice = new SymbolRequests().add(new String[] {large, large}, T0, 1).plain();
        assertThat(receive(twice).text()).endsWith("labels of more than 1048576 bytes");
    }

    @Test
    void bombOfZstd_endsAtTheLimit() {
        byte[] plain = new byte[40 << 20];
        ZstdJavaCompressor zstd = new ZstdJavaCompressor();
        byte[] out = new byte[zstd.maxCompressedLength(plain.length)];
        byte[] body = Arrays.copyOf(out, zstd.compress(plain, 0, plain.length, out, 0, out.length));
        WriteFeatures features =
                new WriteFeatures(EnumSet.allOf(WriteMessage.class), true, false, false, false);
        RemoteWriteReceiver over =
                new RemoteWriteReceiver(
                        store,
                        new RemoteWriteOptions(1 << 20, 1, 1 << 20, features),
                        new ManualClock(T0));
        RemoteWriteOutcome outcome = over.receive(V2, "zstd", body);
        assertThat(body.length).isLessThan(100_000);
        assertThat(outcome.status()).isEqualTo(413);
    }

    @Test
    void randomMutations_areAnsweredAndNeverBreakTheReceiver() {
        Seeds.forEach(
                10,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    byte[] plain = request(random);
                    for (int i = 0; i < 500; i++) {
                        byte[] mutated = plain.clone();
                        for (int n = 0; n <= random.nextInt(4); n++) {
                            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                        }
                        int length =
                                random.nextInt(4) == 0
                                        ? random.nextInt(mutated.length)
                                        : mutated.length;
                        int status = receive(Arrays.copyOf(mutated, length)).status();
                        assertThat(status).isIn(204, 400, 413);
                        answers.merge(status, 1L, Long::sum);
                    }
                });
        assertThat(receive(new SymbolRequests().add(UP, T0 + 400_000, 1).plain()).status())
                .isEqualTo(204);
        ReliabilityRecord.putSeeds(
                "requests of remote write 2.0, by answer", "remote", getClass(), answers);
    }

    private static byte[] request(RandomGenerator random) {
        SymbolRequests request = new SymbolRequests();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            double[] values = random.doubles(random.nextInt(4)).toArray();
            request.add(new String[] {"__name__", "m" + i, "l", "x".repeat(i)}, T0, values);
        }
        request.add(
                new String[] {"__name__", "h"},
                out -> {
                    out.writeByteArray(
                            3,
                            WriteRequests.message(
                                    h -> {
                                        h.writeUInt64(1, 3);
                                        h.writeSInt32(4, random.nextInt(-6, 54));
                                        h.writeByteArray(11, new byte[] {8, 2, 16, 2});
                                        h.writeByteArray(12, new byte[] {2, 2});
                                        h.writeByteArray(16, new byte[8]);
                                        h.writeInt64(15, T0);
                                        h.writeInt64(17, T0 - 5);
                                    }));
                    out.writeByteArray(
                            4,
                            WriteRequests.message(
                                    e -> {
                                        e.writeByteArray(1, request.refs("trace_id", "t"));
                                        e.writeInt64(3, T0);
                                    }));
                });
        return request.plain();
    }

    private RemoteWriteOutcome receive(byte[] plain) {
        return receiver.receive(V2, "snappy", WriteRequests.compress(plain));
    }
}
