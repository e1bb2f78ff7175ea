package io.narthex.remote.otlp;

import static io.narthex.remote.otlp.OtlpFixture.NANOS;
import static io.narthex.remote.otlp.OtlpFixture.SHOP;
import static io.narthex.remote.otlp.OtlpFixture.SHOP_LABELS;
import static io.narthex.remote.otlp.OtlpRequests.attributes;
import static io.narthex.remote.otlp.OtlpRequests.gauge;
import static io.narthex.remote.otlp.OtlpRequests.message;
import static io.narthex.remote.otlp.OtlpRequests.metric;
import static io.narthex.remote.otlp.OtlpRequests.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.remote.otlp.OtlpRequests.Fields;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Histograms and summaries of OTLP.
class OtlpDistributionsTest {
    private final OtlpFixture otlp = new OtlpFixture();

    @Test
    void histogram_isClassic() {
        assertThat(otlp.receive(request(SHOP, histogram(2))).status()).isEqualTo(200);
        assertThat(otlp.stored())
                .containsExactly(
                        "h_seconds_bucket{" + SHOP_LABELS + ", le=\"+Inf\"} 0=6.0",
                        "h_seconds_bucket{" + SHOP_LABELS + ", le=\"0.5\"} 0=1.0",
                        "h_seconds_bucket{" + SHOP_LABELS + ", le=\"10\"} 0=3.0",
                        "h_seconds_count{" + SHOP_LABELS + "} 0=6.0",
                        "h_seconds_sum{" + SHOP_LABELS + "} 0=42.5");
        assertThat(otlp.exemplars("h_seconds_bucket"))
                .containsExactly(
                        "+Inf: {} 99.0 0 false",
                        "0.5: {trace_id=\"0102\"} 0.25 7 true",
                        "10: {k=\"v\", span_id=\"ff\"} 2.0 0 false");
    }

    @Test
    void histogram_hasCustomBucketsWhereThatIsOn() {
        OtlpConfig custom = OtlpFixture.config(c -> c.histogramsToCustomBuckets = true);
        byte[] body = request(SHOP, histogram(2));
        assertThat(otlp.receive(otlp.receiver(custom, OtlpOptions.DEFAULTS), body).text())
                .isEmpty();
        assertThat(otlp.stored())
                .containsExactly(
                        "h_seconds{"
                                + SHOP_LABELS
                                + "} 0={count:6, sum:42.5, [-Inf,0.5]:1, (0.5,10]:2, (10,+Inf]:3}");
        assertThat(otlp.exemplars("h_seconds")).hasSize(3);
    }

    private static byte[] histogram(int temporality) {
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeFixed64(4, 6);
                            out.writeDouble(5, 42.5);
                            OtlpRequests.packedFixed(out, 6, 1, 2, 3);
                            OtlpRequests.packedDoubles(out, 7, 0.5, 10);
                            out.writeByteArray(
                                    8,
                                    exemplar(
                                            e -> {
                                                e.writeFixed64(2, NANOS + 7_000_000);
                                                e.writeDouble(3, 0.25);
                                                e.writeByteArray(5, new byte[] {1, 2});
                                                e.writeByteArray(4, new byte[8]);
                                                attributes(e, 7, "long", "x".repeat(200));
                                            }));
                            out.writeByteArray(
                                    8,
                                    exemplar(
                                            e -> {
                                                e.writeSFixed64(6, 2);
                                                e.writeByteArray(4, new byte[] {-1});
                                                attributes(e, 7, "k", "v");
                                            }));
                            out.writeByteArray(8, exemplar(e -> e.writeDouble(3, 99)));
                        });
        return metric(
                "h",
                "s",
                OtlpRequests.HISTOGRAM,
                out -> {
                    out.writeByteArray(1, point);
                    out.writeEnum(2, temporality);
                });
    }

    private static byte[] exemplar(Fields fields) {
        return message(fields);
    }

    @Test
    void histogramWithoutSum_hasNoSumSeries() {
        byte[] metric =
                metric(
                        "h",
                        "",
                        OtlpRequests.HISTOGRAM,
                        out -> {
                            out.writeByteArray(
                                    1,
                                    message(
                                            p -> {
                                                p.writeFixed64(3, NANOS);
                                                p.writeFixed64(4, 2);
                                            }));
                            out.writeEnum(2, 2);
                        });
        otlp.receive(request(SHOP, metric));
        assertThat(otlp.stored())
                .containsExactly(
                        "h_bucket{" + SHOP_LABELS + ", le=\"+Inf\"} 0=2.0",
                        "h_count{" + SHOP_LABELS + "} 0=2.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | (1,2]:1, (2,4]:2, (32,64]:4",
                "-4 | (1,65536]:1, (65536,4.294967296e+09]:2,"
                        + " (1.2089258196146292e+24,7.922816251426434e+28]:4",
                "9 | (1,1.0027112750502025]:3, (1.0054299011128027,1.0081558981184175]:4",
            })
    void exponentialHistogram_isNative(int scale, String positive) {
        assertThat(otlp.receive(request(SHOP, exponential(scale))).text()).isEmpty();
        assertThat(otlp.stored().getFirst())
                .startsWith("e{" + SHOP_LABELS + "} 0={count:9, sum:1.5, ")
                .contains("[-1e-128,1e-128]:2")
                .endsWith(positive + "}");
    }

    @Test
    void exponentialHistogramThatIsTooCoarse_isRefused() {
        OtlpOutcome outcome =
                otlp.receive(request(SHOP, exponential(-5), gauge("g", "", NANOS, 1)));
        assertThat(outcome)
                .isEqualTo(
                        new OtlpOutcome(
                                400,
                                "cannot convert exponential to native histogram. Scale must be >="
                                        + " -4, was -5 for metric e",
                                1));
    }

    private static byte[] exponential(int scale) {
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeFixed64(4, 9);
                            out.writeDouble(5, 1.5);
                            out.writeSInt32(6, scale);
                            out.writeFixed64(7, 2);
                            out.writeByteArray(8, OtlpRequests.buckets(0, 1, 2, 0, 0, 0, 4));
                            out.writeByteArray(9, OtlpRequests.buckets(0));
                        });
        return metric(
                "e",
                "",
                OtlpRequests.EXPONENTIAL,
                out -> {
                    out.writeByteArray(1, point);
                    out.writeEnum(2, 2);
                });
    }

    @Test
    void histogramThatContradictsItself_isRefused() {
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeFixed64(4, 9);
                            out.writeByteArray(8, OtlpRequests.buckets(0, 1));
                        });
        byte[] metric =
                metric(
                        "e",
                        "",
                        OtlpRequests.EXPONENTIAL,
                        out -> {
                            out.writeByteArray(1, point);
                            out.writeEnum(2, 2);
                        });
        OtlpOutcome outcome = otlp.receive(request(SHOP, metric));
        assertThat(outcome.status()).isEqualTo(400);
        assertThat(outcome.text())
                .startsWith("1 observations found in buckets, but the Count field is 9")
                .endsWith("for metric e");
    }

    @Test
    void summary_isASeriesPerQuantile() {
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS);
                            out.writeFixed64(4, 4);
                            out.writeDouble(5, 8);
                            out.writeByteArray(
                                    6,
                                    message(
                                            q -> {
                                                q.writeDouble(1, 0.99);
                                                q.writeDouble(2, 3);
                                            }));
                        });
        byte[] metric =
                metric("s", "ms", OtlpRequests.SUMMARY, out -> out.writeByteArray(1, point));
        otlp.receive(request(SHOP, metric));
        assertThat(otlp.stored())
                .containsExactly(
                        "s_milliseconds{" + SHOP_LABELS + ", quantile=\"0.99\"} 0=3.0",
                        "s_milliseconds_count{" + SHOP_LABELS + "} 0=4.0",
                        "s_milliseconds_sum{" + SHOP_LABELS + "} 0=8.0");
    }
}
