package io.narthex.remote.otlp;

import static io.narthex.remote.otlp.OtlpRequests.gauge;
import static io.narthex.remote.otlp.OtlpRequests.message;
import static io.narthex.remote.otlp.OtlpRequests.metric;
import static io.narthex.remote.otlp.OtlpRequests.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.remote.Stored;
import io.narthex.testkit.ForwardingAppender;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;
import io.narthex.testkit.ReliabilityRecord;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/// OTLP bodies that nobody should send, and stores that do not cooperate.
class HostileOtlpTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long NANOS = T0 * 1_000_000;
    private static final String[] SHOP = {"service.name", "shop", "host", "h"};

    private final Map<Integer, Long> answers = new TreeMap<>();

    private final ListStore store = new ListStore();
    private final OtlpReceiver receiver = receiver(store);

    @Test
    void truncatedMessage_isRefusedAndLeavesNothing() {
        byte[] body = request(SHOP, gauge("g", "", NANOS, 1));
        for (int length = 1; length < body.length; length++) {
            assertThat(receive(Arrays.copyOf(body, length)).status())
                    .as("first %d bytes", length)
                    .isEqualTo(400);
        }
        assertThat(Stored.all(store, T0)).isEmpty();
    }

    @Test
    void bombOfGzip_endsAtTheLimit() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(new byte[40 << 20]);
        }
        assertThat(out.size()).isLessThan(100_000);
        OtlpOutcome outcome = receiver.receive("application/x-protobuf", "gzip", out.toByteArray());
        assertThat(outcome)
                .isEqualTo(new OtlpOutcome(400, "the body has more than 33554432 bytes", 0));
    }

    @Test
    void aMillionAttributes_areRefused() {
        byte[] attribute = OtlpRequests.attribute("a", new byte[0]);
        byte[] point =
                message(
                        out -> {
                            for (int i = 0; i < 1_000_000; i++) {
                                out.writeByteArray(7, attribute);
                            }
                        });
        byte[] metric = metric("g", "", OtlpRequests.GAUGE, out -> out.writeByteArray(1, point));
        assertThat(receive(request(SHOP, metric)).text()).isEqualTo("more than 1000 attributes");
    }

    @Test
    void manyBuckets_areRefused() {
        byte[] point = message(out -> out.writeByteArray(6, new byte[8 * 20_001]));
        byte[] metric =
                metric(
                        "h",
                        "",
                        OtlpRequests.HISTOGRAM,
                        out -> {
                            out.writeByteArray(1, point);
                            out.writeEnum(2, 2);
                        });
        assertThat(receive(request(SHOP, metric)).text())
                .isEqualTo("a data point has more than 20000 parts");
    }

    @Test
    void deepAttributes_areRefused() {
        byte[] value = new byte[0];
        for (int i = 0; i < 5000; i++) {
            byte[] inner = value;
            value = message(v -> v.writeByteArray(5, message(a -> a.writeByteArray(1, inner))));
        }
        byte[] any = value;
        byte[] resource = message(out -> out.writeByteArray(1, OtlpRequests.attribute("k", any)));
        assertThat(receive(request(resource, new byte[0])).text())
                .isEqualTo("an attribute has more than 16 levels");
    }

    @Test
    void pointsThatLieFarApart_makeNoFloodOfTargetInfo() {
        receive(request(SHOP, gauge("a", "", 0, 1), gauge("b", "", NANOS, 1)));
        receive(request(SHOP, gauge("a", "", 1, 1), gauge("c", "", -2, 1)));
        assertThat(Stored.of(store, "target_info", T0)).hasSizeLessThan(1100);
    }

    @Test
    void text_hasToBeUtf8() {
        byte[] metric = message(out -> out.writeByteArray(1, new byte[] {(byte) 0xff}));
        assertThat(receive(request(SHOP, metric)).text()).startsWith("text that is not UTF-8");
    }

    @Test
    void nameOfNothing_costsNoOtherMetric() {
        byte[] body =
                request(
                        SHOP,
                        gauge("...", "", NANOS, 1),
                        gauge("ok", "", NANOS, 1, "__", "x"),
                        gauge("fine", "", NANOS, 1));
        OtlpOutcome outcome = receive(body);
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text().lines())
                .containsExactly(
                        "normalization for metric \"...\" resulted in empty name",
                        "normalization for label name \"__\" resulted in invalid name \"__\""
                                + " for metric ok");
        assertThat(Stored.of(store, "fine", T0)).hasSize(1);
    }

    @Test
    void randomMutations_areAnsweredAndNeverBreakTheReceiver() {
        byte[] body = body();
        Seeds.forEach(
                10,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    for (int i = 0; i < 500; i++) {
                        byte[] mutated = body.clone();
                        for (int n = 0; n <= random.nextInt(4); n++) {
                            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                        }
                        int status = receive(mutated).status();
                        assertThat(status).isIn(200, 400);
                        answers.merge(status, 1L, Long::sum);
                    }
                });
        ReliabilityRecord.putSeeds("OTLP requests, by answer", "remote", getClass(), answers);
    }

    private static byte[] body() {
        byte[] histogram =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeFixed64(4, 3);
                            OtlpRequests.packedFixed(out, 6, 1, 2);
                            OtlpRequests.packedDoubles(out, 7, 0.5);
                        });
        byte[] exponential =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeFixed64(4, 3);
                            out.writeSInt32(6, 10);
                            out.writeByteArray(8, OtlpRequests.buckets(-3, 1, 0, 0, 0, 0, 2));
                        });
        return request(
                SHOP,
                gauge("g", "s", NANOS, 1, "k", "v"),
                metric(
                        "h",
                        "",
                        OtlpRequests.HISTOGRAM,
                        out -> {
                            out.writeByteArray(1, histogram);
                            out.writeEnum(2, 2);
                        }),
                metric(
                        "e",
                        "",
                        OtlpRequests.EXPONENTIAL,
                        out -> {
                            out.writeByteArray(1, exponential);
                            out.writeEnum(2, 2);
                        }));
    }

    @Test
    void fullAndFailingStores_areHeardOf() {
        Appendable full =
                () ->
                        new ForwardingAppender(store.appender()) {
                            @Override
                            public boolean takesExemplars() {
                                return false;
                            }

                            @Override
                            public long resolve(Labels labels) {
                                return SeriesRef.refusal(AppendStatus.SERIES_LIMIT);
                            }
                        };
        byte[] body = request(new String[] {}, gauge("g", "", NANOS, 1));
        assertThat(receiver(full).receive("application/x-protobuf", null, body))
                .isEqualTo(
                        new OtlpOutcome(
                                400,
                                "new series refused, the limit on series is reached for metric g",
                                0));
        Appendable broken =
                () ->
                        new ForwardingAppender(store.appender()) {
                            @Override
                            public CommitResult commit() {
                                throw new IllegalStateException("disk full");
                            }
                        };
        assertThat(receiver(broken).receive("application/x-protobuf", null, body))
                .isEqualTo(new OtlpOutcome(500, "the store failed: disk full", 0));
    }

    private OtlpOutcome receive(byte[] body) {
        return receiver.receive("application/x-protobuf", null, body);
    }

    private static OtlpReceiver receiver(Appendable store) {
        return new OtlpReceiver(
                store, () -> OtlpConfig.DEFAULTS, OtlpOptions.DEFAULTS, new ManualClock(T0));
    }
}
