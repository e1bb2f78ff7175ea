package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.testkit.ForwardingAppender;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Remote write 2.0, from the bytes of a body to what is stored and answered.
class SymbolRequestTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private static final String[] UP = {"__name__", "up", "job", "a"};
    private static final String[] DOWN = {"__name__", "down", "job", "a"};
    private static final Set<WriteMessage> BOTH = EnumSet.allOf(WriteMessage.class);

    private final ListStore store = new ListStore();
    private final RemoteWriteReceiver receiver = receiver(store, WriteFeatures.DEFAULTS);

    /// A body made by hand from the format's description.
    @Test
    void goldenBody_isUnderstood() {
        String golden =
                """
                22 00
                22 08 5f5f6e616d655f5f
                22 02 7570
                22 03 6a6f62
                22 01 61
                2a 1f
                  0a 04 01 02 03 04
                  12 17 09 000000000000f03f 10 80e0c6a2f732 18 ffdfc6a2f732
                """;
        byte[] plain = HexFormat.of().parseHex(golden.replaceAll("\\s", ""));
        assertThat(receive(WriteRequests.compress(plain)).written())
                .isEqualTo(new WrittenCounts(1, 0, 0));
        assertThat(Stored.of(store, "up", T0)).containsExactly("up{job=\"a\"} 0=1.0");
    }

    @Test
    void request_isStoredAndCounted() {
        byte[] body = new SymbolRequests().add(UP, T0, 1, -0.0).add(DOWN, T0 - 5, 0.5).compressed();
        RemoteWriteOutcome outcome = receive(body);
        assertThat(outcome)
                .isEqualTo(new RemoteWriteOutcome(204, "", 3, new WrittenCounts(3, 0, 0)));
        assertThat(outcome.headers())
                .isEqualTo(
                        Map.of(
                                "X-Prometheus-Remote-Write-Samples-Written", "3",
                                "X-Prometheus-Remote-Write-Histograms-Written", "0",
                                "X-Prometheus-Remote-Write-Exemplars-Written", "0"));
        assertThat(Stored.all(store, T0))
                .containsExactly(
                        "down{job=\"a\"} -5=0.5", "up{job=\"a\"} 0=1.0", "up{job=\"a\"} 1=-0.0");
        assertThat(receiver.stats()).isEqualTo(new RemoteWriteStats(1, 0, 3, 0, 0, 2));
    }

    @Test
    void seriesWithNothingButSamplesThatAreTooOld_isNotCreated() {
        store.refuseBefore(T0);
        RemoteWriteOutcome outcome =
                receive(
                        new SymbolRequests()
                                .add(UP, T0 - 2, 1, 1)
                                .add(DOWN, T0 - 1, 2, 3)
                                .compressed());
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.written()).isEqualTo(new WrittenCounts(1, 0, 0));
        assertThat(store.seriesCreated()).isEqualTo(1);
        assertThat(Stored.all(store, T0)).containsExactly("down{job=\"a\"} 0=3.0");
    }

    @Test
    void bothVersions_findASeriesByTheSameBytes() {
        receive(new SymbolRequests().add(UP, T0, 1).compressed());
        byte[] older = new WriteRequests().add(UP, T0 + 1, 2).compressed();
        assertThat(receiver.receive(null, null, older))
                .isEqualTo(new RemoteWriteOutcome(204, "", 1));
        assertThat(Stored.of(store, "up", T0)).hasSize(2);
        assertThat(receiver.stats().cachedSeries()).isEqualTo(1);
    }

    @Test
    void referencesThatAreNotPacked_andSymbolsBehindTheSeries_areUnderstood() {
        byte[] series =
                WriteRequests.message(
                        out -> {
                            out.writeUInt32(1, 1);
                            out.writeByteArray(2, SymbolRequests.sample(T0, 7, 0));
                            out.writeUInt32(1, 2);
                        });
        byte[] plain =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(5, series);
                            out.writeString(4, "");
                            out.writeString(4, "__name__");
                            out.writeString(4, "late");
                        });
        assertThat(receive(WriteRequests.compress(plain)).status()).isEqualTo(204);
        assertThat(Stored.of(store, "late", T0)).containsExactly("late 0=7.0");
    }

    @Test
    void badParts_areToldOneByOneAndTheRestIsStored() {
        receive(new SymbolRequests().add(UP, T0 + 100, 1).compressed());
        SymbolRequests requests = new SymbolRequests();
        byte[] body =
                requests.add(UP, T0, 1)
                        .add(DOWN, T0, 1, 2)
                        .add(new String[] {"__name__", "empty"}, T0)
                        .add(new String[] {"job", "nameless"}, T0, 1)
                        .add(new String[] {"__name__", "x", "l", "1", "l", "2"}, T0, 1)
                        .add(new String[] {"__name__"}, T0, 1)
                        .add(new String[] {"__name__", "far"}, T0 + 600_000, 1, 2)
                        .addSeries(
                                out -> {
                                    out.writeByteArray(1, new byte[] {1, 99});
                                    out.writeByteArray(2, SymbolRequests.sample(T0, 1, 0));
                                })
                        .add(
                                UP,
                                out -> {
                                    out.writeByteArray(5, new byte[] {0x20, 77});
                                    out.writeByteArray(2, SymbolRequests.sample(T0 + 200, 1, 0));
                                })
                        .compressed();
        RemoteWriteOutcome outcome = receive(body);
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.written()).isEqualTo(new WrittenCounts(3, 0, 0));
        assertThat(outcome.text().lines())
                .containsExactly(
                        "out of order sample for series up{job=\"a\"}",
                        "TimeSeries must contain at least one sample or histogram for series empty",
                        "invalid metric name or labels of the request's series 3: no metric name",
                        "invalid metric name or labels of the request's series 4:"
                                + " label name \"l\" is not unique",
                        "parsing labels for the request's series 5: invalid labelRefs length 1",
                        "out of bounds: timestamp is too far in the future for series far",
                        "parsing labels for the request's series 7: labelRefs 1 (name) = 99 (value)"
                                + " outside of symbols table (size 13)",
                        "parsing metadata for the request's series 8: metadata unit_ref 77 outside"
                                + " of symbols table (size 13)");
        assertThat(Stored.of(store, "down", T0)).hasSize(2);
        assertThat(Stored.of(store, "far", T0)).hasSize(1);
        assertThat(receiver.stats().rejectedSamples()).isEqualTo(8);
    }

    @Test
    void manyMistakes_giveAnAnswerOfBoundedLength() {
        SymbolRequests request = new SymbolRequests();
        for (int i = 0; i < 5000; i++) {
            request.add(new String[] {"__name__", "x"}, T0 + 900_000 + i, 1);
        }
        RemoteWriteOutcome outcome = receive(request.compressed());
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text()).endsWith("\nand 4800 more").hasSizeLessThan(100_000);
    }

    @Test
    void exemplars_areStored_andOutOfOrderOnesAreBad() {
        SymbolRequests request = new SymbolRequests();
        byte[] body =
                request.add(
                                UP,
                                out -> {
                                    out.writeByteArray(2, SymbolRequests.sample(T0, 1, 0));
                                    out.writeByteArray(4, exemplar(request, "a", T0));
                                    out.writeByteArray(4, exemplar(request, "late", T0 - 1));
                                    out.writeByteArray(4, exemplar(request, "far", T0 * 2));
                                    out.writeByteArray(4, new byte[] {0x0a, 2, 1, 99});
                                })
                        .compressed();
        Appendable strict =
                () ->
                        new ForwardingAppender(store.appender()) {
                            @Override
                            public AppendStatus appendExemplar(long ref, Exemplar exemplar) {
                                return exemplar.timestamp() < T0
                                        ? AppendStatus.OUT_OF_ORDER
                                        : super.appendExemplar(ref, exemplar);
                            }
                        };
        RemoteWriteOutcome outcome =
                receiver(strict, WriteFeatures.DEFAULTS).receive(V2, "snappy", body);
        assertThat(outcome.written()).isEqualTo(new WrittenCounts(1, 0, 1));
        assertThat(outcome.text().lines())
                .containsExactly(
                        "out of order exemplar for series up{job=\"a\"}",
                        "parsing exemplar: labelRefs 1 (name) = 99 (value) outside of symbols table"
                                + " (size 8) for series up{job=\"a\"}");
        LabelMatcher all = LabelMatcher.equal("job", "a");
        assertThat(store.exemplars(0, Long.MAX_VALUE, List.of(List.of(all))).getFirst().exemplars())
                .containsExactly(new Exemplar(Labels.of("trace_id", "a"), 0.5, T0, true));
    }

    private static byte[] exemplar(SymbolRequests request, String trace, long timestamp) {
        return WriteRequests.message(
                out -> {
                    out.writeByteArray(1, request.refs("trace_id", trace));
                    out.writeDouble(2, 0.5);
                    out.writeInt64(3, timestamp);
                });
    }

    @Test
    void startTimestamps_areStoredWhereThatIsOn() {
        byte[] body = started(T0);
        WriteFeatures stored = new WriteFeatures(BOTH, false, false, true, false);
        assertThat(receiver(store, stored).receive(V2, "snappy", body).written())
                .isEqualTo(new WrittenCounts(2, 0, 0));
        assertThat(Stored.of(store, "up", T0))
                .containsExactly(
                        "up{job=\"a\"} 0=1.0 since -1000", "up{job=\"a\"} 1=2.0 since -1000");
    }

    @Test
    void startTimestamps_areZerosOnceWhereThatIsOn() {
        WriteFeatures zeros = new WriteFeatures(BOTH, false, true, false, false);
        RemoteWriteReceiver over = receiver(store, zeros);
        for (long at : new long[] {T0, T0 + 5}) {
            assertThat(over.receive(V2, "snappy", started(at)))
                    .isEqualTo(new RemoteWriteOutcome(204, "", 2, new WrittenCounts(2, 0, 0)));
        }
        assertThat(Stored.of(store, "up", T0))
                .containsExactly(
                        "up{job=\"a\"} -1000=0.0",
                        "up{job=\"a\"} 0=1.0",
                        "up{job=\"a\"} 1=2.0",
                        "up{job=\"a\"} 5=1.0",
                        "up{job=\"a\"} 6=2.0");
    }

    @Test
    void startTimestamps_arePassedOverOtherwise() {
        receive(started(T0));
        assertThat(Stored.of(store, "up", T0))
                .containsExactly("up{job=\"a\"} 0=1.0", "up{job=\"a\"} 1=2.0");
    }

    private static byte[] started(long at) {
        long start = T0 - 1000;
        return new SymbolRequests()
                .add(
                        UP,
                        out -> {
                            out.writeByteArray(2, SymbolRequests.sample(at, 1, start));
                            out.writeByteArray(2, SymbolRequests.sample(at + 1, 2, start));
                        })
                .compressed();
    }

    @Test
    void typeAndUnit_becomeLabelsWhereThatIsOn() {
        SymbolRequests request = new SymbolRequests();
        int unit = request.symbol("seconds");
        String[] labels = {"__name__", "t", "__type__", "mine", "job", "a"};
        byte[] body =
                request.add(
                                labels,
                                out -> {
                                    out.writeByteArray(
                                            5,
                                            WriteRequests.message(
                                                    m -> {
                                                        m.writeEnum(1, 1);
                                                        m.writeUInt32(4, unit);
                                                    }));
                                    out.writeByteArray(2, SymbolRequests.sample(T0, 1, 0));
                                })
                        .compressed();
        WriteFeatures described = new WriteFeatures(BOTH, false, false, false, true);
        receiver(store, described).receive(V2, "snappy", body);
        assertThat(Stored.of(store, "t", T0))
                .containsExactly("t{__type__=\"counter\", __unit__=\"seconds\", job=\"a\"} 0=1.0");
    }

    @Test
    void messageThatIsNotAccepted_is415() {
        byte[] body = new SymbolRequests().add(UP, T0, 1).compressed();
        WriteFeatures old =
                new WriteFeatures(EnumSet.of(WriteMessage.V1), false, false, false, false);
        assertThat(receiver(store, old).receive(V2, "snappy", body))
                .isEqualTo(
                        new RemoteWriteOutcome(
                                415,
                                "io.prometheus.write.v2.Request protobuf message is not accepted by"
                                        + " this server; only accepts prometheus.WriteRequest",
                                0));
        WriteFeatures only =
                new WriteFeatures(EnumSet.of(WriteMessage.V2), false, false, false, false);
        assertThat(receiver(store, only).receive(null, null, body).status()).isEqualTo(415);
    }

    @Test
    void zstd_isTakenWhereThatIsOn() {
        byte[] plain = new SymbolRequests().add(UP, T0, 1, 2).plain();
        ZstdJavaCompressor zstd = new ZstdJavaCompressor();
        byte[] out = new byte[zstd.maxCompressedLength(plain.length)];
        byte[] body = Arrays.copyOf(out, zstd.compress(plain, 0, plain.length, out, 0, out.length));
        assertThat(receiver.receive(V2, "zstd", body).status()).isEqualTo(415);
        RemoteWriteReceiver over =
                receiver(store, new WriteFeatures(BOTH, true, false, false, false));
        assertThat(over.receive(V2, "zstd", body).written()).isEqualTo(new WrittenCounts(2, 0, 0));
        assertThat(over.receive(V2, "zstd", Arrays.copyOf(body, 12)).status()).isEqualTo(400);
        assertThat(over.receive(V2, "gzip", body).text())
                .endsWith("snappy and zstd are acceptable");
    }

    @Test
    void failingStore_is500AndCountsNothing() {
        Appendable broken =
                () ->
                        new ForwardingAppender(store.appender()) {
                            @Override
                            public CommitResult commit() {
                                throw new IllegalStateException("disk full");
                            }
                        };
        byte[] body = new SymbolRequests().add(UP, T0, 1).compressed();
        assertThat(receiver(broken, WriteFeatures.DEFAULTS).receive(V2, null, body))
                .isEqualTo(
                        new RemoteWriteOutcome(
                                500, "the store failed: disk full", 0, WrittenCounts.NONE));
    }

    private RemoteWriteOutcome receive(byte[] body) {
        return receiver.receive(V2, "snappy", body);
    }

    private static RemoteWriteReceiver receiver(Appendable store, WriteFeatures features) {
        return new RemoteWriteReceiver(
                store, RemoteWriteOptions.DEFAULTS.with(features), new ManualClock(T0));
    }
}
