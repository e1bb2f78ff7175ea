package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.SeriesDataReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

class RemoteWriteReceiverTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String[] UP = {"__name__", "up", "job", "a"};
    private static final String[] DOWN = {"__name__", "down", "job", "a"};

    private final ListStore store = new ListStore();
    private final RemoteWriteReceiver receiver =
            new RemoteWriteReceiver(store, RemoteWriteOptions.DEFAULTS, new ManualClock(T0));

    @Test
    void request_samplesAreStored() {
        byte[] body =
                new WriteRequests()
                        .add(UP, T0, 1, -0.0, StaleNaN.VALUE)
                        .add(DOWN, T0 - 5, 0.5)
                        .compressed();
        assertThat(receive(body)).isEqualTo(new RemoteWriteOutcome(204, "", 4));
        assertThat(read("up")).containsExactly("0=1.0", "1=-0.0", "2=NaN");
        assertThat(read("down")).containsExactly("-5=0.5");
        assertThat(receiver.stats()).isEqualTo(new RemoteWriteStats(1, 0, 4, 0, 0, 2));
    }

    @Test
    void seriesWithNothingButSamplesThatAreTooOld_isNotCreated() {
        store.refuseBefore(T0);
        RemoteWriteOutcome outcome =
                receive(
                        new WriteRequests()
                                .add(UP, T0 - 2, 1, 1)
                                .add(DOWN, T0 - 1, 2, 3)
                                .compressed());
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text()).contains("out of bounds");
        assertThat(store.seriesCreated()).isEqualTo(1);
        assertThat(read("down")).containsExactly("0=3.0");
    }

    @Test
    void sameSeriesAgain_isFoundByItsBytes() {
        for (int i = 0; i < 10; i++) {
            assertThat(receive(new WriteRequests().add(UP, T0 + i, i).compressed()).status())
                    .isEqualTo(204);
        }
        assertThat(read("up")).hasSize(10);
        assertThat(receiver.stats().cachedSeries()).isEqualTo(1);
    }

    @Test
    void labelsInAnotherOrderOrPlace_areTheSameSeries() {
        String[] swapped = {"job", "a", "__name__", "up"};
        receive(new WriteRequests().add(UP, T0, 1).compressed());
        receive(new WriteRequests().add(swapped, T0 + 1, 2).compressed());
        byte[] scattered =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(1, WriteRequests.label("job", "a"));
                            out.writeByteArray(2, WriteRequests.sample(T0 + 2, 3));
                            out.writeByteArray(1, WriteRequests.label("__name__", "up"));
                        });
        assertThat(receive(new WriteRequests().addField(1, scattered).compressed()).status())
                .isEqualTo(204);
        assertThat(read("up")).containsExactly("0=1.0", "1=2.0", "2=3.0");
    }

    @Test
    void manySeries_allArrive() {
        for (int round = 0; round < 2; round++) {
            WriteRequests request = new WriteRequests();
            for (int i = 0; i < 5000; i++) {
                request.add(new String[] {"__name__", "m", "i", "" + i}, T0 + round, i);
            }
            assertThat(receive(request.compressed()).accepted()).isEqualTo(5000);
        }
        try (Querier querier = store.querier(T0, T0 + 10)) {
            assertThat(querier.labelValues("i", List.of(), 0)).hasSize(5000);
        }
        assertThat(read("m")).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            delimiter = '|',
            value = {
                "null | null | 204",
                "'' | '' | 204",
                "application/x-protobuf | snappy | 204",
                "Application/X-Protobuf | snappy | 204",
                "application/x-protobuf;proto=prometheus.WriteRequest | snappy | 204",
                "application/x-protobuf; proto=prometheus.WriteRequest | snappy | 204",
                "application/x-protobuf;proto=io.prometheus.write.v2.Request | snappy | 204",
                "application/x-protobuf;proto=what.Ever | snappy | 415",
                "application/json | snappy | 415",
                "application/x-protobuf | zstd | 415",
                "application/x-protobuf | gzip | 415",
            })
    void headers_decideWhatIsUnderstood(String type, String encoding, int status) {
        byte[] body = new WriteRequests().add(UP, T0, 1).compressed();
        assertThat(receiver.receive(type, encoding, body).status()).isEqualTo(status);
    }

    @Test
    void otherEncoding_isNamed() {
        assertThat(receiver.receive(PROTOBUF, "zstd", new byte[0]).text())
                .isEqualTo(
                        "zstd encoding (compression) is not accepted by this server;"
                                + " only snappy is acceptable");
        assertThat(receiver.receive(PROTOBUF + ";proto=what.Ever", "snappy", new byte[0]).text())
                .isEqualTo(
                        "what.Ever protobuf message is not accepted by this server; only accepts"
                                + " prometheus.WriteRequest, io.prometheus.write.v2.Request");
    }

    @Test
    void outOfOrder_is400AndTheOthersAreStored() {
        receive(new WriteRequests().add(UP, T0 + 100, 1).compressed());
        byte[] body =
                new WriteRequests()
                        .add(DOWN, T0, 1, 2)
                        .add(UP, T0, 7)
                        .add(UP, T0 + 101, 8)
                        .compressed();
        assertThat(receive(body))
                .isEqualTo(
                        new RemoteWriteOutcome(
                                400,
                                "out of order sample in series up{job=\"a\"}; 1 of 4 samples were"
                                        + " rejected, the others are stored",
                                3));
        assertThat(read("up")).containsExactly("100=1.0", "101=8.0");
        assertThat(receiver.stats().rejectedSamples()).isEqualTo(1);
        assertThat(receiver.stats().failedRequests()).isEqualTo(1);
    }

    @Test
    void duplicate_is400UnlessTheValueIsTheSame() {
        receive(new WriteRequests().add(UP, T0, 1).compressed());
        assertThat(receive(new WriteRequests().add(UP, T0, 1).compressed()).status())
                .isEqualTo(204);
        RemoteWriteOutcome outcome = receive(new WriteRequests().add(UP, T0, 2).compressed());
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text()).startsWith("duplicate sample for timestamp in series up{");
    }

    @Test
    void farFuture_isOutOfBounds() {
        long limit = T0 + 10 * 60_000;
        byte[] body = new WriteRequests().add(DOWN, T0, 1).add(UP, limit, 1, 2).compressed();
        assertThat(receive(body))
                .isEqualTo(
                        new RemoteWriteOutcome(
                                400,
                                "out of bounds in series up{job=\"a\"}; 1 of 3 samples were"
                                        + " rejected, the others are stored",
                                2));
        assertThat(read("up")).hasSize(1);
    }

    @Test
    void badLabels_areSkippedSilently() {
        String[] noName = {"job", "a"};
        String[] twice = {"__name__", "x", "job", "a", "job", "b"};
        String[] emptyLabelName = {"__name__", "x", "", "b"};
        byte[] notUtf8 =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(1, WriteRequests.label("__name__", "x"));
                            out.writeByteArray(
                                    1,
                                    WriteRequests.message(
                                            label -> {
                                                label.writeString(1, "job");
                                                label.writeByteArray(2, new byte[] {(byte) 0xff});
                                            }));
                            out.writeByteArray(2, WriteRequests.sample(T0, 1));
                        });
        byte[] body =
                new WriteRequests()
                        .add(noName, T0, 1)
                        .add(twice, T0, 1)
                        .add(emptyLabelName, T0, 1)
                        .addField(1, notUtf8)
                        .add(UP, T0, 1)
                        .compressed();
        assertThat(receive(body)).isEqualTo(new RemoteWriteOutcome(204, "", 1));
        assertThat(receiver.stats().skippedSeries()).isEqualTo(4);
        assertThat(read("x")).isEmpty();
    }

    @Test
    void emptyLabelValue_isNoLabel() {
        String[] labels = {"__name__", "up", "job", "a", "env", ""};
        receive(new WriteRequests().add(labels, T0, 1).compressed());
        receive(new WriteRequests().add(UP, T0 + 1, 2).compressed());
        assertThat(read("up")).containsExactly("0=1.0", "1=2.0");
    }

    @Test
    void exemplars_areStored_alsoApartFromSamples() {
        byte[] together =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(1, WriteRequests.label("__name__", "up"));
                            out.writeByteArray(3, exemplar("a", 0.5, T0));
                            out.writeByteArray(2, WriteRequests.sample(T0, 1));
                        });
        byte[] apart =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(1, WriteRequests.label("__name__", "up"));
                            out.writeByteArray(3, exemplar("b", 1.5, 0));
                            out.writeByteArray(3, exemplar("far", 1.5, T0 + 3_600_000));
                        });
        byte[] unknown =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(1, WriteRequests.label("__name__", "down"));
                            out.writeByteArray(3, exemplar("c", 0.5, T0));
                        });
        byte[] body =
                new WriteRequests()
                        .addField(1, together)
                        .addField(1, apart)
                        .addField(1, unknown)
                        .compressed();
        assertThat(receive(body)).isEqualTo(new RemoteWriteOutcome(204, "", 1));
        LabelMatcher all = new LabelMatcher(LabelMatcher.Type.REGEX, "__name__", "up|down");
        assertThat(store.exemplars(Long.MIN_VALUE, Long.MAX_VALUE, List.of(List.of(all))))
                .containsExactly(
                        new ExemplarSeries(
                                Labels.of("__name__", "up"),
                                List.of(
                                        new Exemplar(Labels.of("trace_id", "a"), 0.5, T0, true),
                                        new Exemplar(Labels.of("trace_id", "b"), 1.5, 0, false))));
        assertThat(read("down")).isEmpty();
    }

    private static byte[] exemplar(String trace, double value, long timestamp) {
        return WriteRequests.message(
                out -> {
                    out.writeByteArray(1, WriteRequests.label("trace_id", trace));
                    out.writeDouble(2, value);
                    out.writeInt64(3, timestamp);
                });
    }

    @Test
    void metadataOddExemplarsAndUnknownFields_arePassedOver() {
        byte[] series =
                WriteRequests.message(
                        out -> {
                            out.writeByteArray(1, WriteRequests.label("__name__", "up"));
                            out.writeByteArray(3, WriteRequests.sample(T0, 9));
                            out.writeByteArray(2, WriteRequests.sample(T0, 1));
                            out.writeFixed32(77, 1);
                            out.writeFixed64(78, 1);
                            out.writeInt64(79, -1);
                        });
        byte[] body =
                new WriteRequests()
                        .addField(3, new byte[] {1, 2, 3})
                        .addField(1, series)
                        .addField(99, new byte[100])
                        .compressed();
        assertThat(receive(body)).isEqualTo(new RemoteWriteOutcome(204, "", 1));
    }

    @Test
    void emptyRequest_isFine() {
        assertThat(receive(new WriteRequests().compressed()).status()).isEqualTo(204);
        assertThat(receive(new WriteRequests().add(UP, T0).compressed()).status()).isEqualTo(204);
    }

    /// A body made by hand from the two formats' descriptions, with both kinds of copies.
    @Test
    void goldenBody_isUnderstood() {
        String golden =
                """
                40                                length: 64 bytes
                b4                                literal of 46 bytes
                0a 3e                             series of 62 bytes
                0a 0e 0a 08 5f5f6e616d655f5f 12 02 7570
                0a 08 0a 03 6a6f62 12 01 61
                12 10 09 000000000000f03f 10 80 e0c6a2f732
                2e 12 00                          copy 12 bytes from 18 back
                00 81                             literal of one byte
                05 12                             copy 5 bytes from 18 back
                """;
        String hex = golden.replaceAll("(?m) {3,}[a-z].*$", "").replaceAll("\\s", "");
        assertThat(receive(HexFormat.of().parseHex(hex)).accepted()).isEqualTo(2);
        assertThat(read("up")).containsExactly("0=1.0", "1=1.0");
    }

    private RemoteWriteOutcome receive(byte[] body) {
        return receiver.receive(PROTOBUF, "snappy", body);
    }

    /// The samples of all series of a metric as `millis after T0=value`.
    private List<String> read(String metric) {
        List<String> all = new ArrayList<>();
        try (Querier querier = store.querier(T0 - 1000, T0 + 3_600_000)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(T0 - 1000, T0 + 3_600_000),
                            List.of(LabelMatcher.equal(Labels.NAME, metric)));
            for (int i = 0; i < set.size(); i++) {
                SeriesDataReader.forEach(set.cursor().at(i), (t, v) -> all.add((t - T0) + "=" + v));
            }
        }
        return all;
    }
}
