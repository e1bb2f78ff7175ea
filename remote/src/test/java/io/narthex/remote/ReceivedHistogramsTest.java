package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;

import io.narthex.model.StaleNaN;
import io.narthex.remote.WriteRequests.Fields;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/// Native histograms in both versions of remote write.
class ReceivedHistogramsTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final String[] H = {"__name__", "h"};

    private final ListStore store = new ListStore();
    private final RemoteWriteReceiver receiver =
            new RemoteWriteReceiver(store, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));

    @ParameterizedTest
    @EnumSource
    void integerHistogram_isStored(WriteMessage version) {
        assertStored(
                version,
                out -> {
                    integers(out, 0, 7);
                    out.writeUInt64(6, 1);
                    spans(out, 11, 0, 2, 1, 1);
                    deltas(out, 12, 1, 1, -1);
                    spans(out, 8, 0, 1);
                    deltas(out, 9, 2);
                },
                "h 0={count:7, sum:2.5, [-1,-0.5):2, [-0.001,0.001]:1, (0.5,1]:1, (1,2]:2,"
                        + " (4,8]:1}");
    }

    @ParameterizedTest
    @EnumSource
    void floatHistogram_isStored_alsoWhereNothingIsPacked(WriteMessage version) {
        assertStored(
                version,
                out -> {
                    out.writeDouble(2, 1.5);
                    out.writeDouble(3, 2.5);
                    out.writeDouble(5, 0.001);
                    out.writeDouble(7, 0.25);
                    spans(out, 11, 0, 2);
                    out.writeDouble(13, 0.5);
                    out.writeDouble(13, 0.75);
                    out.writeInt64(15, T0);
                },
                "h 0={count:1.5, sum:2.5, [-0.001,0.001]:0.25, (0.5,1]:0.5, (1,2]:0.75}");
    }

    @ParameterizedTest
    @EnumSource
    void customBuckets_areStored(WriteMessage version) {
        assertStored(
                version,
                out -> {
                    out.writeUInt64(1, 6);
                    out.writeDouble(3, 2.5);
                    out.writeSInt32(4, -53);
                    spans(out, 11, 0, 3);
                    deltas(out, 12, 1, 1, 1);
                    doubles(out, 16, 0.5, 10);
                    out.writeInt64(15, T0);
                },
                "h 0={count:6, sum:2.5, [-Inf,0.5]:1, (0.5,10]:2, (10,+Inf]:3}");
    }

    @ParameterizedTest
    @EnumSource
    void finerSchema_isReducedToEight(WriteMessage version) {
        assertStored(
                version,
                out -> {
                    integers(out, 9, 5);
                    spans(out, 11, 1, 4);
                    deltas(out, 12, 1, 0, 0, 1);
                },
                "h 0={count:5, sum:2.5, (1,1.0027112750502025]:2,"
                        + " (1.0027112750502025,1.0054299011128027]:3}");
    }

    @ParameterizedTest
    @EnumSource
    void staleMarker_isKept(WriteMessage version) {
        receive(version, out -> integers(out, 0, 0));
        assertThat(
                        receive(
                                        version,
                                        out -> {
                                            out.writeDouble(3, StaleNaN.VALUE);
                                            out.writeInt64(15, T0 + 1);
                                        })
                                .status())
                .isEqualTo(204);
        assertThat(Stored.of(store, "h", T0)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void invalidHistograms_areRefusedInPrometheusWords(WriteMessage version) {
        assertRefused(
                version,
                out -> {
                    integers(out, 0, 7);
                    spans(out, 11, 0, 1);
                    deltas(out, 12, 1);
                },
                "1 observations found in buckets, but the Count field is 7");
        assertRefused(
                version,
                out -> {
                    integers(out, 0, 1);
                    spans(out, 11, 0, 5);
                    deltas(out, 12, 1);
                },
                "spans need 5 buckets, have 1 buckets");
        assertRefused(version, out -> integers(out, 53, 0), "histogram has an unknown schema");
        assertRefused(version, out -> integers(out, -5, 0), "histogram has an invalid schema");
        assertRefused(
                version,
                out -> {
                    integers(out, 20, 1);
                    spans(out, 11, 0, 5);
                },
                "spans need 5 buckets, have 0 buckets");
        assertRefused(
                version,
                out -> {
                    for (int i = 0; i < 30_000; i++) {
                        out.writeByteArray(11, new byte[0]);
                    }
                },
                "histogram has more than 20000 spans, buckets and bounds");
        assertThat(Stored.of(store, "h", T0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void farFuture_isOutOfBounds(WriteMessage version) {
        assertRefused(version, out -> out.writeInt64(15, T0 + 601_000), "out of bounds");
    }

    private void assertStored(WriteMessage version, Fields histogram, String line) {
        RemoteWriteOutcome outcome = receive(version, histogram);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.written())
                .isEqualTo(version == WriteMessage.V1 ? null : new WrittenCounts(0, 1, 0));
        assertThat(Stored.of(store, "h", T0)).isEqualTo(List.of(line));
    }

    private void assertRefused(WriteMessage version, Fields histogram, String reason) {
        RemoteWriteOutcome outcome = receive(version, histogram);
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text())
                .contains(reason)
                .contains(version == WriteMessage.V1 ? " in series h;" : " for series h");
    }

    private RemoteWriteOutcome receive(WriteMessage version, Fields fields) {
        byte[] histogram = WriteRequests.message(fields);
        byte[] body =
                version == WriteMessage.V1
                        ? new WriteRequests()
                                .addField(
                                        1,
                                        WriteRequests.message(
                                                out -> {
                                                    out.writeByteArray(
                                                            1, WriteRequests.label(H[0], H[1]));
                                                    out.writeByteArray(4, histogram);
                                                }))
                                .compressed()
                        : new SymbolRequests()
                                .add(H, out -> out.writeByteArray(3, histogram))
                                .compressed();
        return receiver.receive("application/x-protobuf;proto=" + version.proto(), "snappy", body);
    }

    private static void integers(CodedOutputStream out, int schema, long count) throws IOException {
        out.writeUInt64(1, count);
        out.writeDouble(3, 2.5);
        out.writeSInt32(4, schema);
        out.writeDouble(5, 0.001);
        out.writeInt64(15, T0);
    }

    private static void spans(CodedOutputStream out, int field, int... offsetsAndLengths)
            throws IOException {
        for (int i = 0; i < offsetsAndLengths.length; i += 2) {
            int at = i;
            out.writeByteArray(
                    field,
                    WriteRequests.message(
                            span -> {
                                span.writeSInt32(1, offsetsAndLengths[at]);
                                span.writeUInt32(2, offsetsAndLengths[at + 1]);
                            }));
        }
    }

    private static void deltas(CodedOutputStream out, int field, long... deltas)
            throws IOException {
        out.writeByteArray(
                field,
                WriteRequests.message(
                        packed -> {
                            for (long delta : deltas) {
                                packed.writeSInt64NoTag(delta);
                            }
                        }));
    }

    private static void doubles(CodedOutputStream out, int field, double... values)
            throws IOException {
        out.writeByteArray(
                field,
                WriteRequests.message(
                        packed -> {
                            for (double value : values) {
                                packed.writeDoubleNoTag(value);
                            }
                        }));
    }
}
