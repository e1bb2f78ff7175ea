package io.narthex.server.cli;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.narthex.model.proto.ProtoWriter;
import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;

/// Requests of remote write 2.0, whose numbers tell everything that is in them: a float with an
/// exemplar, one in order and one that is late, and a native histogram, all with start timestamps.
///
/// Thread safety: for one thread.
final class NumberedWrites implements AutoCloseable {
    static final String FLOATS = "pushed";
    static final String LATE = "pushed_late";
    static final String HISTOGRAMS = "pushed_histogram";

    /// How much older a late sample is than the one it comes with; no other one has its time.
    private static final long LATE_MILLIS = 600_500;

    private static final List<String> SYMBOLS =
            List.of("", "__name__", FLOATS, LATE, HISTOGRAMS, "trace_id");

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusApi api;
    private final long t0;

    /// @param t0 the time of the first request's samples, epoch milliseconds
    NumberedWrites(PrometheusApi api, long t0) {
        this.api = api;
        this.t0 = t0;
    }

    long time(int k) {
        return t0 + 1000L * k;
    }

    long lateTime(int k) {
        return time(k) - LATE_MILLIS;
    }

    /// The start timestamp of a sample at a time: every tenth second all is started again.
    static long start(long t) {
        return Math.floorDiv(t, 10_000L) * 10_000 - 1;
    }

    /// Sends a request.
    ///
    /// @return whether it was acknowledged
    /// @throws IOException if there was no answer
    boolean send(int k) throws IOException {
        byte[] body = request(k);
        HttpRequest request =
                HttpRequest.newBuilder(api.uri("api/v1/write"))
                        .header(
                                "Content-Type",
                                "application/x-protobuf;proto=io.prometheus.write.v2.Request")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Write-Version", "2.0.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 204;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private byte[] request(int k) {
        ProtoWriter out = new ProtoWriter();
        SYMBOLS.forEach(symbol -> out.text(4, symbol));
        int series = series(out, FLOATS);
        sample(out, time(k), k);
        exemplar(out, k);
        out.end(series);
        series = series(out, LATE);
        sample(out, time(k), k);
        sample(out, lateTime(k), -k);
        out.end(series);
        series = series(out, HISTOGRAMS);
        histogram(out, k);
        out.end(series);
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] block = new byte[snappy.maxCompressedLength(out.size())];
        int length = snappy.compress(out.bytes(), 0, out.size(), block, 0, block.length);
        return Arrays.copyOf(block, length);
    }

    private static int series(ProtoWriter out, String name) {
        int series = out.begin(5);
        out.bytes(1, new byte[] {1, (byte) SYMBOLS.indexOf(name)}, 2);
        return series;
    }

    private static void sample(ProtoWriter out, long t, double v) {
        int sample = out.begin(2);
        out.fixed64(1, v);
        out.varint(2, t);
        out.varint(3, start(t));
        out.end(sample);
    }

    private void exemplar(ProtoWriter out, int k) {
        int exemplar = out.begin(4);
        out.bytes(1, new byte[] {(byte) SYMBOLS.indexOf("trace_id"), 1}, 2);
        out.fixed64(2, k);
        out.varint(3, time(k));
        out.end(exemplar);
    }

    /// With `k + 1` observations in one bucket.
    private void histogram(ProtoWriter out, int k) {
        int histogram = out.begin(3);
        out.varint(1, k + 1);
        out.fixed64(3, k);
        out.zigzag(4, 0);
        out.fixed64(5, 0.001);
        out.varint(6, 0);
        int span = out.begin(11);
        out.zigzag(1, 1);
        out.varint(2, 1);
        out.end(span);
        out.packedZigzag(12, new long[] {k + 1});
        out.varint(15, time(k));
        out.varint(17, start(time(k)));
        out.end(histogram);
    }

    @Override
    public void close() {
        client.close();
    }
}
