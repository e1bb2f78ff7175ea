package io.narthex.remote.otlp;

import static io.narthex.remote.otlp.OtlpFixture.NANOS;
import static io.narthex.remote.otlp.OtlpFixture.SHOP;
import static io.narthex.remote.otlp.OtlpFixture.SHOP_LABELS;
import static io.narthex.remote.otlp.OtlpRequests.DELTA;
import static io.narthex.remote.otlp.OtlpRequests.message;
import static io.narthex.remote.otlp.OtlpRequests.metric;
import static io.narthex.remote.otlp.OtlpRequests.number;
import static io.narthex.remote.otlp.OtlpRequests.request;
import static io.narthex.remote.otlp.OtlpRequests.sum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Differences that are added up.
class OtlpDeltasTest {
    private static final long SECOND = 1_000_000_000;

    private final OtlpFixture otlp = new OtlpFixture();
    private final OtlpReceiver receiver = receiver(false);

    private OtlpReceiver receiver(boolean customBuckets) {
        return otlp.receiver(
                OtlpFixture.config(draft -> draft.histogramsToCustomBuckets = customBuckets),
                OtlpOptions.DEFAULTS.with(
                        Duration.ofMinutes(5),
                        new OtlpFeatures(false, false, true, Deltas.ADDED_UP)));
    }

    private void send(byte[] metric) {
        send(receiver, metric);
    }

    private void send(OtlpReceiver to, byte[] metric) {
        assertThat(otlp.receive(to, request(SHOP, metric)).text()).isEmpty();
    }

    /// @param second when; it begins a second before
    private static byte[] requests(int second, double value, String... labels) {
        long time = NANOS + second * SECOND;
        return sum("req", "1", DELTA, true, number(time - SECOND, time, value, labels));
    }

    @Test
    void sums_growFromTheFirstDifferenceOn() {
        send(requests(0, 5));
        send(requests(1, 3));
        send(requests(1, 7, "code", "500"));
        send(requests(4, 0.5));
        assertThat(otlp.stored())
                .containsExactly(
                        "req_total{code=\"500\", " + SHOP_LABELS + "} 1000=7.0 since 0",
                        "req_total{" + SHOP_LABELS + "} 0=5.0 since -1000",
                        "req_total{" + SHOP_LABELS + "} 1000=8.0 since -1000",
                        "req_total{" + SHOP_LABELS + "} 4000=8.5 since -1000");
    }

    @Test
    void differenceThatComesAgainOrLate_isLeftOutSilently() {
        send(requests(2, 5));
        send(requests(2, 5));
        send(requests(1, 3));
        assertThat(receiver.stats()).isEqualTo(new OtlpStats(3, 0, 1, 2, 0));
        send(requests(3, 1));
        assertThat(otlp.stored("req_total"))
                .containsExactly(
                        "req_total{" + SHOP_LABELS + "} 2000=5.0 since 1000",
                        "req_total{" + SHOP_LABELS + "} 3000=6.0 since 1000");
    }

    @Test
    void pointWithoutAValue_isAStaleMarkerAndEndsNoSum() {
        send(requests(0, 5));
        byte[] none =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS + SECOND);
                            out.writeUInt32(8, 1);
                        });
        send(sum("req", "1", DELTA, true, none));
        send(requests(2, 1));
        assertThat(otlp.stored("req_total"))
                .containsExactly(
                        "req_total{" + SHOP_LABELS + "} 0=5.0 since -1000",
                        "req_total{" + SHOP_LABELS + "} 1000=NaN",
                        "req_total{" + SHOP_LABELS + "} 2000=6.0 since -1000");
    }

    private static byte[] histogram(int second, double[] bounds, long... counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        long all = total;
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS + second * SECOND);
                            out.writeFixed64(4, all);
                            out.writeDouble(5, all / 2.0);
                            OtlpRequests.packedFixed(out, 6, counts);
                            OtlpRequests.packedDoubles(out, 7, bounds);
                        });
        return metric(
                "h",
                "",
                OtlpRequests.HISTOGRAM,
                out -> {
                    out.writeByteArray(1, point);
                    out.writeEnum(2, DELTA);
                });
    }

    @Test
    void histograms_areAddedBucketByBucket() {
        OtlpReceiver custom = receiver(true);
        for (OtlpReceiver to : new OtlpReceiver[] {receiver, custom}) {
            send(to, histogram(0, new double[] {1, 2}, 1, 2, 0));
            send(to, histogram(1, new double[] {1, 2}, 0, 4, 3));
        }
        assertThat(otlp.stored("h_bucket"))
                .contains(
                        "h_bucket{" + SHOP_LABELS + ", le=\"1\"} 1000=1.0",
                        "h_bucket{" + SHOP_LABELS + ", le=\"2\"} 1000=7.0",
                        "h_bucket{" + SHOP_LABELS + ", le=\"+Inf\"} 1000=10.0");
        assertThat(otlp.stored("h_sum")).endsWith("h_sum{" + SHOP_LABELS + "} 1000=5.0");
        assertThat(otlp.stored("h"))
                .last()
                .asString()
                .isEqualTo(
                        "h{"
                                + SHOP_LABELS
                                + "} 1000={count:10, sum:5, [-Inf,1]:1, (1,2]:6, (2,+Inf]:3}");
    }

    @Test
    void histogramOfOtherBounds_beginsAnew() {
        send(histogram(0, new double[] {1, 2}, 1, 2, 0));
        send(histogram(1, new double[] {4}, 2, 2));
        send(histogram(2, new double[] {4}, 1, 0));
        assertThat(otlp.stored("h_count"))
                .containsExactly(
                        "h_count{" + SHOP_LABELS + "} 0=3.0",
                        "h_count{" + SHOP_LABELS + "} 1000=4.0",
                        "h_count{" + SHOP_LABELS + "} 2000=5.0");
    }

    private static byte[] exponential(int second, int scale, int offset, long... counts) {
        long total = 2;
        for (long count : counts) {
            total += 2 * count;
        }
        long all = total;
        byte[] point =
                message(
                        out -> {
                            out.writeFixed64(3, NANOS + second * SECOND);
                            out.writeFixed64(4, all);
                            out.writeDouble(5, 1);
                            out.writeSInt32(6, scale);
                            out.writeFixed64(7, 2);
                            out.writeByteArray(8, OtlpRequests.buckets(offset, counts));
                            out.writeByteArray(9, OtlpRequests.buckets(offset, counts));
                        });
        return metric(
                "e",
                "",
                OtlpRequests.EXPONENTIAL,
                out -> {
                    out.writeByteArray(1, point);
                    out.writeEnum(2, DELTA);
                });
    }

    @Test
    void exponentialHistograms_areAddedInTheCoarserScale() {
        // (1,2] and (2,4] with 1 and 2; then (1,4] and (4,16] with 5 and 7.
        send(exponential(0, 0, 0, 1, 2));
        send(exponential(1, -1, 0, 5, 7));
        String buckets = "[-16,-4):7, [-4,-1):8, [-1e-128,1e-128]:4, (1,4]:8, (4,16]:7";
        assertThat(otlp.stored("e"))
                .last()
                .asString()
                .isEqualTo("e{" + SHOP_LABELS + "} 1000={count:34, sum:2, " + buckets + "}");
        // A finer one afterwards is reduced too: (1,2^(1/4)] belongs to (1,4].
        send(exponential(2, 2, 0, 1));
        assertThat(otlp.stored("e"))
                .last()
                .asString()
                .contains("{count:38, sum:3, ")
                .contains("(1,4]:9, (4,16]:7}");
    }

    @Test
    void scaleWithoutTranslation_isRefusedAndNotAdded() {
        send(exponential(0, 0, 0, 1, 2));
        assertThat(otlp.receive(receiver, request(SHOP, exponential(1, -5, 0, 1))).text())
                .contains("Scale must be >= -4, was -5");
        send(exponential(2, 0, 0, 1, 0));
        assertThat(otlp.stored("e")).last().asString().contains("count:12").contains("(1,2]:2");
    }

    @Test
    void startTimestamps_areZerosOnce() {
        OtlpReceiver zeros =
                otlp.receiver(
                        OtlpConfig.DEFAULTS,
                        OtlpOptions.DEFAULTS.with(
                                Duration.ofMinutes(5),
                                new OtlpFeatures(false, true, false, Deltas.ADDED_UP)));
        send(zeros, requests(0, 5));
        send(zeros, requests(1, 3));
        send(zeros, histogram(1, new double[] {1}, 1, 1));
        assertThat(zeros.stats().rejectedSamples()).isZero();
        assertThat(otlp.stored("req_total"))
                .containsExactly(
                        "req_total{" + SHOP_LABELS + "} -1000=0.0",
                        "req_total{" + SHOP_LABELS + "} 0=5.0",
                        "req_total{" + SHOP_LABELS + "} 1000=8.0");
        assertThat(otlp.stored("h_count")).containsExactly("h_count{" + SHOP_LABELS + "} 1000=2.0");
    }
}
