package io.narthex.remote.otlp;

import static io.narthex.remote.otlp.OtlpFixture.NANOS;
import static io.narthex.remote.otlp.OtlpFixture.NOBODY;
import static io.narthex.remote.otlp.OtlpFixture.SHOP;
import static io.narthex.remote.otlp.OtlpFixture.SHOP_LABELS;
import static io.narthex.remote.otlp.OtlpRequests.attributes;
import static io.narthex.remote.otlp.OtlpRequests.gauge;
import static io.narthex.remote.otlp.OtlpRequests.message;
import static io.narthex.remote.otlp.OtlpRequests.metric;
import static io.narthex.remote.otlp.OtlpRequests.number;
import static io.narthex.remote.otlp.OtlpRequests.request;
import static io.narthex.remote.otlp.OtlpRequests.sum;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;

import io.narthex.remote.otlp.OtlpRequests.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;

/// OTLP, from the bytes of a body to what is stored and answered.
class OtlpReceiverTest {
    private static final long SECOND = 1_000_000_000L;

    private final OtlpFixture otlp = new OtlpFixture();

    @Test
    void gauge_isASampleOfItsResource() {
        byte[] body = request(SHOP, gauge("queue.length", "", NANOS, 3.5, "shop.area", "a/b"));
        assertThat(otlp.receive(body)).isEqualTo(new OtlpOutcome(200, "", 1));
        assertThat(otlp.stored())
                .containsExactly("queue_length{" + SHOP_LABELS + ", shop_area=\"a/b\"} 0=3.5");
        assertThat(otlp.receiver.stats()).isEqualTo(new OtlpStats(1, 0, 1, 0, 0));
    }

    @Test
    void integers_staleMarkersAndStartTimestamps_areKept() {
        byte[] integer =
                message(
                        out -> {
                            out.writeFixed64(2, NANOS - SECOND);
                            out.writeFixed64(3, NANOS);
                            out.writeSFixed64(6, -17);
                        });
        byte[] stale =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS + SECOND);
                            out.writeDouble(4, 5);
                            out.writeUInt32(8, 1);
                        });
        byte[] metric =
                metric(
                        "g",
                        "",
                        OtlpRequests.GAUGE,
                        out -> {
                            out.writeByteArray(1, integer);
                            out.writeByteArray(1, stale);
                        });
        OtlpOptions started =
                OtlpOptions.DEFAULTS.with(
                        Duration.ofMinutes(5),
                        new OtlpFeatures(false, false, true, Deltas.REFUSED));
        assertThat(
                        otlp.receive(
                                        otlp.receiver(OtlpConfig.DEFAULTS, started),
                                        request(SHOP, metric))
                                .status())
                .isEqualTo(200);
        assertThat(otlp.stored())
                .containsExactly(
                        "g{" + SHOP_LABELS + "} 0=-17.0 since -1000",
                        "g{" + SHOP_LABELS + "} 1000=NaN");
    }

    @Test
    void sums_areCountersIfTheyOnlyGrow() {
        byte[] body =
                request(
                        SHOP,
                        sum("req", "1", OtlpRequests.CUMULATIVE, true, number(0, NANOS, 5)),
                        sum("open", "", OtlpRequests.CUMULATIVE, false, number(0, NANOS, 2)));
        assertThat(otlp.receive(body).status()).isEqualTo(200);
        assertThat(otlp.stored())
                .containsExactly(
                        "open{" + SHOP_LABELS + "} 0=2.0", "req_total{" + SHOP_LABELS + "} 0=5.0");
    }

    @Test
    void deltas_areRefusedUnlessTheyAreToBeStoredAsTheyCome() {
        byte[] body =
                request(
                        SHOP,
                        sum("d", "", OtlpRequests.DELTA, true, number(0, NANOS, 5)),
                        sum("u", "", 0, true, number(0, NANOS, 5)),
                        gauge("g", "", NANOS, 1));
        OtlpOutcome outcome = otlp.receive(body);
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text().lines())
                .containsExactly(
                        "invalid temporality and type combination for metric \"d\"",
                        "invalid temporality and type combination for metric \"u\"");
        assertThat(otlp.stored()).containsExactly("g{" + SHOP_LABELS + "} 0=1.0");
        assertThat(otlp.receiver.stats()).isEqualTo(new OtlpStats(1, 1, 1, 0, 2));

        OtlpOptions deltas =
                OtlpOptions.DEFAULTS.with(
                        Duration.ofMinutes(5), new OtlpFeatures(true, false, false, Deltas.STORED));
        otlp.receive(otlp.receiver(OtlpConfig.DEFAULTS, deltas), body);
        assertThat(otlp.stored("d_total")).containsExactly("d_total{" + SHOP_LABELS + "} 0=5.0");
    }

    @Test
    void targetInfo_hasTheOtherAttributes_overTheWholeTime() {
        byte[] resource =
                OtlpRequests.resource("service.name", "shop", "host.name", "h1", "host_name", "h2");
        byte[] body =
                request(
                        resource,
                        OtlpRequests.scope("", ""),
                        gauge("a", "", NANOS, 1),
                        gauge("b", "", NANOS - 200 * SECOND, 1));
        otlp.receive(body);
        assertThat(otlp.stored("target_info"))
                .containsExactly(
                        "target_info{host_name=\"h1;h2\", job=\"shop\"} -200000=1.0",
                        "target_info{host_name=\"h1;h2\", job=\"shop\"} -50000=1.0",
                        "target_info{host_name=\"h1;h2\", job=\"shop\"} 0=1.0");
    }

    @Test
    void targetInfo_needsAnIdentityAndSomethingToSay() {
        otlp.receive(request(new String[] {"host.name", "h1"}, gauge("a", "", NANOS, 1)));
        otlp.receive(request(SHOP, gauge("b", "", NANOS, 1)));
        assertThat(otlp.stored("target_info")).isEmpty();
        OtlpConfig keep = OtlpFixture.config(c -> c.keepIdentifying = true);
        String[] more = {"service.name", "shop", "host.name", "h1"};
        otlp.receive(
                otlp.receiver(keep, OtlpOptions.DEFAULTS), request(more, gauge("c", "", NANOS, 1)));
        assertThat(otlp.stored("target_info"))
                .containsExactly(
                        "target_info{host_name=\"h1\", job=\"shop\", service_name=\"shop\"}"
                                + " 0=1.0");
    }

    @Test
    void resourceAttributes_becomeLabelsWherePromoted() {
        String[] resource = {"service.name", "shop", "host.name", "h1", "zone", "z"};
        byte[] body = request(resource, gauge("g", "", NANOS, 1, "zone", "own"));
        otlp.receive(
                otlp.receiver(
                        OtlpFixture.config(c -> c.attributes = Set.of("host.name")),
                        OtlpOptions.DEFAULTS),
                body);
        assertThat(otlp.stored("g"))
                .containsExactly("g{host_name=\"h1\", job=\"shop\", zone=\"own\"} 0=1.0");
        OtlpConfig all =
                OtlpFixture.config(
                        c -> {
                            c.promoteAll = true;
                            c.attributes = Set.of("service.name", "host.name");
                        });
        byte[] other = request(resource, gauge("o", "", NANOS, 1));
        otlp.receive(otlp.receiver(all, OtlpOptions.DEFAULTS), other);
        assertThat(otlp.stored("o")).containsExactly("o{job=\"shop\", zone=\"z\"} 0=1.0");
    }

    @Test
    void scope_becomesLabelsWherePromoted() {
        otlp.receive(
                otlp.receiver(OtlpFixture.config(c -> c.promoteScope = true), OtlpOptions.DEFAULTS),
                request(NOBODY, gauge("g", "", NANOS, 1)));
        assertThat(otlp.stored())
                .containsExactly(
                        "g{otel_scope_name=\"lib\","
                                + " otel_scope_schema_url=\"https://example.com/schema\","
                                + " otel_scope_team=\"core\", otel_scope_version=\"1.2\"} 0=1.0");
    }

    @Test
    void names_stayWhereNothingIsTranslated() {
        OtlpConfig none = OtlpFixture.config(c -> c.strategy = TranslationStrategy.NO_TRANSLATION);
        otlp.receive(
                otlp.receiver(none, OtlpOptions.DEFAULTS),
                request(NOBODY, gauge("a.b", "s", NANOS, 1, "http.method", "GET")));
        assertThat(otlp.stored())
                .containsExactly("{__name__=\"a.b\", \"http.method\"=\"GET\"} 0=1.0");
    }

    @Test
    void typeAndUnit_becomeLabelsWhereThatIsOn() {
        OtlpOptions described =
                OtlpOptions.DEFAULTS.with(
                        Duration.ofMinutes(5),
                        new OtlpFeatures(true, false, false, Deltas.REFUSED));
        otlp.receive(
                otlp.receiver(OtlpConfig.DEFAULTS, described),
                request(
                        NOBODY,
                        sum("r", "By/s", OtlpRequests.CUMULATIVE, true, number(0, NANOS, 1))));
        assertThat(otlp.stored())
                .containsExactly(
                        "r_bytes_per_second_total{__type__=\"counter\","
                                + " __unit__=\"bytes_per_second\"} 0=1.0");
    }

    @Test
    void attributesOfAllTypes_areText() {
        byte[] list =
                message(
                        array -> {
                            array.writeByteArray(1, message(v -> v.writeString(1, "a\"<b")));
                            array.writeByteArray(1, message(v -> v.writeInt64(3, -7)));
                            array.writeByteArray(1, message(v -> v.writeDouble(4, 0.5)));
                            array.writeByteArray(1, message(v -> v.writeBool(2, true)));
                            array.writeByteArray(1, new byte[0]);
                        });
        byte[] map =
                message(
                        out -> {
                            attributes(out, 1, "z", "1");
                            out.writeByteArray(
                                    1,
                                    OtlpRequests.attribute(
                                            "a", message(v -> v.writeByteArray(5, list))));
                        });
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeDouble(4, 1);
                            any(out, "bool", v -> v.writeBool(2, true));
                            any(out, "int", v -> v.writeInt64(3, -5));
                            any(out, "double", v -> v.writeDouble(4, 1e21));
                            any(out, "bytes", v -> v.writeByteArray(7, new byte[] {1, 2, 3, 4}));
                            any(out, "map", v -> v.writeByteArray(6, map));
                            any(out, "nothing", v -> {});
                        });
        otlp.receive(
                request(
                        NOBODY,
                        metric("g", "", OtlpRequests.GAUGE, out -> out.writeByteArray(1, point))));
        assertThat(otlp.stored())
                .containsExactly(
                        "g{bool=\"true\", bytes=\"AQIDBA==\", double=\"1e+21\", int=\"-5\","
                            + " map=\"{\\\"a\\\":[\\\"a\\\\\\\"\\\\u003cb\\\",-7,0.5,true,null],\\\"z\\\":\\\"1\\\"}\"}"
                            + " 0=1.0");
    }

    private static void any(CodedOutputStream out, String name, Fields value) throws IOException {
        out.writeByteArray(7, OtlpRequests.attribute(name, message(value)));
    }

    @Test
    void refusedSamples_areToldAndTheOthersStored() {
        otlp.receive(request(SHOP, gauge("a", "", NANOS, 1)));
        byte[] body =
                request(
                        SHOP,
                        gauge("b", "", NANOS, 1),
                        gauge("a", "", NANOS - SECOND, 2),
                        gauge("c", "", NANOS + 601 * SECOND, 2),
                        gauge("a", "", NANOS + SECOND, 3));
        assertThat(otlp.receive(body))
                .isEqualTo(
                        new OtlpOutcome(
                                400,
                                "out of order sample for metric a\nout of bounds for metric c",
                                2));
        assertThat(otlp.stored("a")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            delimiter = '|',
            value = {
                "application/x-protobuf | null | 200 | ''",
                "application/x-protobuf | '' | 200 | ''",
                "application/x-protobuf; charset=utf-8 | null | 400 | unsupported content type",
                "text/plain | null | 400 | unsupported content type: text/plain",
                "null | null | 400 | unsupported content type",
                "application/x-protobuf | snappy | 400 | unsupported compression: snappy",
                "application/x-protobuf | gzip | 400 | gzip: ",
            })
    void headers_decideWhatIsUnderstood(
            @Nullable String type, @Nullable String encoding, int status, String text) {
        OtlpOutcome outcome =
                otlp.receiver.receive(type, encoding, request(SHOP, gauge("g", "", NANOS, 1)));
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.text()).startsWith(text);
    }

    /// A body made by hand from the format's description.
    @Test
    void goldenBody_isUnderstood() {
        String golden =
                """
                0a 35                           resource metrics
                  0a 15 0a 13 0a 0c 736572766963652e6e616d65 12 03 0a 01 6a
                  12 1c                         scope metrics
                    12 1a 0a 02 6d31            metric m1
                      2a 14 0a 12               a gauge with a point
                        19 0000cc73a3424918
                        21 000000000000f83f
                """;
        String hex = golden.replaceAll("(?m) {3,}[a-z].*$", "").replaceAll("\\s", "");
        byte[] body = HexFormat.of().parseHex(hex);
        assertThat(otlp.receive(body)).isEqualTo(new OtlpOutcome(200, "", 1));
        assertThat(otlp.stored()).containsExactly("m1{job=\"j\"} 0=1.5");
    }
}
