package io.narthex.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.Queryable;
import io.narthex.model.StorageException;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.testkit.ListStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

class RemoteReadHandlerTest {
    private static final int EQ = 0;
    private static final int REGEX = 2;
    private static final int SAMPLES = 0;
    private static final int STREAMED = 1;

    /// Four samples a chunk, of which nothing but the first one's time is kept.
    private static final ChunkCutter CUTTER =
            (series, from, end, sink) -> {
                for (int i = from; i < end; i += 4) {
                    int last = Math.min(end, i + 4) - 1;
                    byte[] bytes = ("at " + series.timeAt(i)).getBytes(StandardCharsets.UTF_8);
                    sink.accept(1, series.timeAt(i), series.timeAt(last), bytes, bytes.length);
                }
            };

    private final ListStore store = new ListStore();
    private Labels external = Labels.of("site", "here");

    private void add(long first, int n, String... labels) {
        try (Appender appender = store.appender()) {
            for (int i = 0; i < n; i++) {
                appender.append(appender.resolve(Labels.of(labels)), first + 10L * i, i);
            }
            appender.commit();
        }
    }

    private Reply read(byte[] body, RemoteReadOptions options) throws IOException {
        return read(store, body, options);
    }

    private Reply read(Queryable queryable, byte[] body, RemoteReadOptions options)
            throws IOException {
        Reply reply = new Reply();
        new RemoteReadHandler(queryable, () -> external, () -> CUTTER, options).read(body, reply);
        return reply;
    }

    /// What the client gets.
    private static final class Reply implements ReadReply {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int status;
        private String text = "";
        private boolean closed;

        @Override
        public OutputStream begin(String contentType, @Nullable String contentEncoding) {
            status = 200;
            text = contentType + " " + contentEncoding;
            return new OutputStream() {
                @Override
                public void write(int b) {
                    bytes.write(b);
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }

        @Override
        public void refuse(int code, String reason) {
            status = code;
            text = reason;
        }

        UnknownFieldSet samples() throws IOException {
            byte[] compressed = bytes.toByteArray();
            byte[] plain = new byte[1 << 20];
            int n =
                    new SnappyJavaDecompressor()
                            .decompress(compressed, 0, compressed.length, plain, 0, plain.length);
            return UnknownFieldSet.parseFrom(Arrays.copyOf(plain, n));
        }

        List<UnknownFieldSet> frames() throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(bytes.toByteArray());
            List<UnknownFieldSet> all = new ArrayList<>();
            while (!in.isAtEnd()) {
                int length = in.readRawVarint32();
                int sum = ByteBuffer.wrap(in.readRawBytes(4)).getInt();
                byte[] frame = in.readRawBytes(length);
                CRC32C crc = new CRC32C();
                crc.update(frame);
                assertThat(sum).isEqualTo((int) crc.getValue());
                all.add(UnknownFieldSet.parseFrom(frame));
            }
            return all;
        }
    }

    /// Compressed queries with one matcher each.
    private static byte[] request(int[] accepted, byte[]... queries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (byte[] query : queries) {
            out.writeByteArray(1, query);
        }
        for (int type : accepted) {
            out.writeEnum(2, type);
        }
        out.flush();
        byte[] plain = bytes.toByteArray();
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] compressed = new byte[snappy.maxCompressedLength(plain.length)];
        int n = snappy.compress(plain, 0, plain.length, compressed, 0, compressed.length);
        return Arrays.copyOf(compressed, n);
    }

    private static byte[] query(long mint, long maxt, int type, String name, String value)
            throws IOException {
        ByteArrayOutputStream matcher = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(matcher);
        out.writeEnum(1, type);
        out.writeString(2, name);
        out.writeString(3, value);
        out.flush();
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        out = CodedOutputStream.newInstance(query);
        out.writeInt64(1, mint);
        out.writeInt64(2, maxt);
        out.writeByteArray(3, matcher.toByteArray());
        out.writeByteArray(4, new byte[0]);
        out.flush();
        return query.toByteArray();
    }

    private static UnknownFieldSet message(UnknownFieldSet set, int field, int i)
            throws IOException {
        return UnknownFieldSet.parseFrom(set.getField(field).getLengthDelimitedList().get(i));
    }

    /// The labels in a series' field 1.
    private static String labels(UnknownFieldSet series) throws IOException {
        StringBuilder out = new StringBuilder();
        for (ByteString label : series.getField(1).getLengthDelimitedList()) {
            UnknownFieldSet pair = UnknownFieldSet.parseFrom(label);
            out.append(pair.getField(1).getLengthDelimitedList().getFirst().toStringUtf8());
            out.append('=');
            out.append(pair.getField(2).getLengthDelimitedList().getFirst().toStringUtf8());
            out.append(' ');
        }
        return out.toString().strip();
    }

    @Test
    void samples_areThoseOfTheRangeWithTheServersLabels() throws IOException {
        add(1000, 5, Labels.NAME, "up", "job", "a");
        add(1000, 5, Labels.NAME, "up", "job", "b", "site", "own");
        byte[] body = request(new int[] {7, SAMPLES}, query(1010, 1020, EQ, "__name__", "up"));
        Reply reply = read(body, RemoteReadOptions.DEFAULTS);
        assertThat(reply.text).isEqualTo("application/x-protobuf snappy");
        assertThat(reply.closed).isTrue();
        UnknownFieldSet result = message(reply.samples(), 1, 0);
        assertThat(result.getField(1).getLengthDelimitedList()).hasSize(2);
        UnknownFieldSet first = message(result, 1, 0);
        assertThat(labels(first)).isEqualTo("__name__=up job=a site=here");
        assertThat(labels(message(result, 1, 1))).isEqualTo("__name__=up job=b site=own");
        assertThat(first.getField(2).getLengthDelimitedList()).hasSize(2);
        UnknownFieldSet sample = message(first, 2, 1);
        assertThat(sample.getField(1).getFixed64List())
                .containsExactly(Double.doubleToRawLongBits(2));
        assertThat(sample.getField(2).getVarintList()).containsExactly(1020L);
    }

    @Test
    void externalLabels_areNotLookedForInTheStore() throws IOException {
        add(1000, 1, Labels.NAME, "up", "job", "a");
        add(1000, 1, Labels.NAME, "up", "job", "b", "site", "here");
        byte[] here = request(new int[0], query(0, 2000, EQ, "site", "here"));
        UnknownFieldSet found = message(read(here, RemoteReadOptions.DEFAULTS).samples(), 1, 0);
        assertThat(found.getField(1).getLengthDelimitedList()).hasSize(1);
        assertThat(labels(message(found, 1, 0))).isEqualTo("__name__=up job=a site=here");
        external = Labels.empty();
        found = message(read(here, RemoteReadOptions.DEFAULTS).samples(), 1, 0);
        assertThat(labels(message(found, 1, 0))).isEqualTo("__name__=up job=b site=here");
    }

    @Test
    void histograms_keepWholeCountsWhole() throws IOException {
        FloatHistogram whole =
                new FloatHistogram(
                        3,
                        0.5,
                        1,
                        7,
                        2.5,
                        Buckets.of(new int[] {2, 5}, new double[] {4, 1}),
                        Buckets.of(new int[] {0}, new double[] {1}),
                        new double[0],
                        ResetHint.GAUGE);
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(Labels.of(Labels.NAME, "h"));
            appender.append(ref, 1000, whole);
            appender.append(ref, 2000, whole.multiply(0.5));
            appender.commit();
        }
        byte[] body = request(new int[0], query(0, 3000, EQ, "__name__", "h"));
        UnknownFieldSet result = message(read(body, RemoteReadOptions.DEFAULTS).samples(), 1, 0);
        UnknownFieldSet series = message(result, 1, 0);
        UnknownFieldSet h = message(series, 4, 0);
        assertThat(h.getField(1).getVarintList()).containsExactly(7L);
        assertThat(h.getField(6).getVarintList()).containsExactly(1L);
        assertThat(h.getField(12).getLengthDelimitedList())
                .containsExactly(ByteString.copyFrom(new byte[] {8, 5}));
        assertThat(h.getField(11).getLengthDelimitedList()).hasSize(2);
        assertThat(h.getField(14).getVarintList()).containsExactly(3L);
        assertThat(h.getField(15).getVarintList()).containsExactly(1000L);
        UnknownFieldSet half = message(series, 4, 1);
        assertThat(half.getField(2).getFixed64List())
                .containsExactly(Double.doubleToRawLongBits(3.5));
        assertThat(half.getField(13).getLengthDelimitedList().getFirst().size()).isEqualTo(16);
    }

    @Test
    void stream_hasAFrameForEachSeriesOfEachQuery() throws IOException {
        add(1000, 9, Labels.NAME, "up", "job", "a");
        add(1000, 1, Labels.NAME, "up", "job", "b");
        byte[] body =
                request(
                        new int[] {STREAMED, SAMPLES},
                        query(1000, 1070, EQ, "__name__", "up"),
                        query(0, 500, EQ, "__name__", "up"),
                        query(1000, 1000, REGEX, "job", "b|c"));
        Reply reply = read(body, RemoteReadOptions.DEFAULTS);
        assertThat(reply.text)
                .isEqualTo(
                        "application/x-streamed-protobuf;"
                                + " proto=prometheus.ChunkedReadResponse null");
        assertThat(reply.closed).isTrue();
        List<UnknownFieldSet> frames = reply.frames();
        assertThat(frames).hasSize(3);
        UnknownFieldSet first = message(frames.get(0), 1, 0);
        assertThat(labels(first)).isEqualTo("__name__=up job=a site=here");
        assertThat(first.getField(2).getLengthDelimitedList()).hasSize(2);
        UnknownFieldSet chunk = message(first, 2, 1);
        assertThat(chunk.getField(1).getVarintList()).containsExactly(1040L);
        assertThat(chunk.getField(2).getVarintList()).containsExactly(1070L);
        assertThat(chunk.getField(3).getVarintList()).containsExactly(1L);
        assertThat(chunk.getField(4).getLengthDelimitedList())
                .containsExactly(ByteString.copyFromUtf8("at 1040"));
        assertThat(frames.get(1).getField(2).getVarintList()).containsExactly(0L);
        assertThat(labels(message(frames.get(2), 1, 0))).isEqualTo("__name__=up job=b site=here");
        assertThat(frames.get(2).getField(2).getVarintList()).containsExactly(2L);
    }

    @Test
    void frames_areNoLongerThanAllowed() throws IOException {
        add(1000, 400, Labels.NAME, "up", "job", "a");
        byte[] body = request(new int[] {STREAMED}, query(0, 9000, EQ, "__name__", "up"));
        List<UnknownFieldSet> frames = read(body, new RemoteReadOptions(0, 0, 300, 1)).frames();
        assertThat(frames).hasSizeBetween(10, 40);
        int chunks = 0;
        for (UnknownFieldSet frame : frames) {
            assertThat(frame.getSerializedSize()).isLessThanOrEqualTo(302);
            assertThat(labels(message(frame, 1, 0))).isEqualTo("__name__=up job=a site=here");
            chunks += message(frame, 1, 0).getField(2).getLengthDelimitedList().size();
        }
        assertThat(chunks).isEqualTo(100);
    }

    @Test
    void tooMuch_isRefused() throws IOException {
        add(1000, 11, Labels.NAME, "up");
        byte[] query = query(0, 2000, EQ, "__name__", "up");
        byte[] body = request(new int[0], query, query);
        assertThat(read(body, new RemoteReadOptions(11, 1, 1000, 10_000)).status).isEqualTo(200);
        Reply reply = read(body, new RemoteReadOptions(10, 1, 1000, 10_000));
        assertThat(reply.status).isEqualTo(400);
        assertThat(reply.text).isEqualTo("exceeded sample limit (10)");
        reply = read(body, new RemoteReadOptions(0, 1, 1000, 200));
        assertThat(reply.status).isEqualTo(400);
        assertThat(reply.text).startsWith("the answer has more than 200 bytes");
    }

    @Test
    void brokenRequests_areRefused() throws IOException {
        assertThat(read(new byte[] {1, 2, 3}, RemoteReadOptions.DEFAULTS).status).isEqualTo(400);
        byte[] regex = request(new int[0], query(0, 1, REGEX, "a", "("));
        assertThat(read(regex, RemoteReadOptions.DEFAULTS).status).isEqualTo(400);
        byte[] unknown = request(new int[] {7}, query(0, 1, EQ, "a", ""));
        Reply reply = read(unknown, RemoteReadOptions.DEFAULTS);
        assertThat(reply.status).isEqualTo(400);
        assertThat(reply.text)
                .isEqualTo("server does not support any of the requested response types: [7]");
        byte[] type = request(new int[0], query(0, 1, 9, "a", ""));
        assertThat(read(type, RemoteReadOptions.DEFAULTS).status).isEqualTo(400);
    }

    @Test
    void failedStore_isTold() throws IOException {
        Queryable failing =
                (_, _) -> {
                    throw new StorageException("disk gone", new IOException("gone"));
                };
        byte[] query = query(0, 1, EQ, "a", "");
        Reply reply = read(failing, request(new int[0], query), RemoteReadOptions.DEFAULTS);
        assertThat(reply.status).isEqualTo(500);
        assertThat(reply.text).isEqualTo("disk gone");
        byte[] streamed = request(new int[] {STREAMED}, query);
        reply = read(failing, streamed, RemoteReadOptions.DEFAULTS);
        assertThat(reply.status).isEqualTo(500);
    }

    /// Frames that do not fit the buffer are with the client already.
    @Test
    void failedStore_breaksAStreamThatHasBegun() throws IOException {
        add(1000, 2, Labels.NAME, "up", "job", "a".repeat(100_000));
        add(1000, 2, Labels.NAME, "up", "job", "b");
        byte[] query = query(0, 2000, EQ, "__name__", "up");
        AtomicInteger opened = new AtomicInteger();
        Queryable failing =
                (mint, maxt) -> {
                    if (opened.getAndIncrement() > 0) {
                        throw new StorageException("disk gone", new IOException("gone"));
                    }
                    return store.querier(mint, maxt);
                };
        byte[] body = request(new int[] {STREAMED}, query, query);
        Reply reply = new Reply();
        RemoteReadHandler handler =
                new RemoteReadHandler(
                        failing, Labels::empty, () -> CUTTER, RemoteReadOptions.DEFAULTS);
        assertThatThrownBy(() -> handler.read(body, reply)).isInstanceOf(StorageException.class);
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.closed).isFalse();
        assertThat(handler.stats().failedRequests()).isEqualTo(1);
        assertThat(handler.stats().running()).isZero();
    }
}
