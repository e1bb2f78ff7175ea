package io.narthex.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.narthex.server.peers.ComparedQuery.Expected;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.chunk.ChunkEncoding;
import io.narthex.tsdb.chunk.ChunkReader;
import io.narthex.tsdb.chunk.Chunks;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Prometheus 2.42, which has no samples of its own, reads from Narthex and answers what Narthex
/// answers; and what Narthex streams is what a Prometheus with the same samples streams.
class RemoteReadPeerTest {
    /// One query of so many of those that are compared elsewhere.
    private static final int EVERY = 16;

    @TempDir private static Path folder = Path.of("");

    private static ServerPair loaded;
    private static ServerPair reading;

    @BeforeAll
    static void start() throws IOException {
        ServerPair.require();
        loaded = QueryComparisonTest.loaded(Files.createDirectory(folder.resolve("loaded")));
        reading = reading();
    }

    /// A Prometheus that reads from Narthex, and Narthex.
    private static ServerPair reading() throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("prometheus.yml"),
                        """
                        remote_read:
                          - url: %sapi/v1/read
                            read_recent: true
                        """
                                .formatted(loaded.server().url()));
        int port = ExternalProgram.freePort();
        ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve("prometheus.log"),
                        Map.of(),
                        List.of(
                                "/usr/bin/prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--enable-feature=promql-per-step-stats",
                                "--web.listen-address=127.0.0.1:" + port));
        PrometheusApi prometheus = new PrometheusApi("http://127.0.0.1:" + port);
        ServerPair pair = new ServerPair(program, loaded.server(), prometheus, loaded.narthex());
        program.await("Prometheus' readiness", () -> prometheus.answers("-/ready"));
        return pair;
    }

    @AfterAll
    static void close() {
        if (reading != null) {
            reading.program().close();
        }
        if (loaded != null) {
            loaded.close();
        }
    }

    @Test
    void prometheus_answersFromNarthexsSamples() {
        List<ComparedQuery> queries =
                ComparedQuery.all().stream()
                        .filter(q -> q.cause() == null && q.expected() == Expected.POINTS)
                        .toList();
        int compared = 0;
        for (int i = 0; i < queries.size(); i += EVERY) {
            ComparedQuery query = queries.get(i);
            assertThat(Comparison.of(reading, query).problems()).as(query.query()).isEmpty();
            compared++;
        }
        assertThat(compared).isGreaterThan(10);
    }

    @Test
    void streams_holdTheSameSamples() throws IOException {
        byte[] request = request();
        Map<String, Map<Long, Long>> expected = streamed(loaded.prometheus(), request);
        assertThat(expected).hasSizeGreaterThan(200);
        assertThat(streamed(loaded.narthex(), request)).isEqualTo(expected);
    }

    /// Everything, in a stream.
    private static byte[] request() throws IOException {
        byte[] matcher =
                message(
                        out -> {
                            out.writeEnum(1, 2);
                            out.writeString(2, "__name__");
                            out.writeString(3, ".+");
                        });
        byte[] query =
                message(
                        out -> {
                            out.writeInt64(1, SeededSamples.BEGIN.toEpochMilli());
                            out.writeInt64(
                                    2,
                                    SeededSamples.BEGIN.plus(SeededSamples.LENGTH).toEpochMilli());
                            out.writeByteArray(3, matcher);
                        });
        byte[] plain =
                message(
                        out -> {
                            out.writeByteArray(1, query);
                            out.writeEnum(2, 1);
                        });
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, snappy.compress(plain, 0, plain.length, out, 0, out.length));
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    /// The bits of values by time, by series.
    private static Map<String, Map<Long, Long>> streamed(PrometheusApi api, byte[] request)
            throws IOException {
        HttpResponse<byte[]> answer = api.read(request);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue(
                        "application/x-streamed-protobuf;"
                                + " proto=prometheus.ChunkedReadResponse");
        CodedInputStream in = CodedInputStream.newInstance(answer.body());
        Map<String, Map<Long, Long>> all = new TreeMap<>();
        while (!in.isAtEnd()) {
            int length = in.readRawVarint32();
            int sum = ByteBuffer.wrap(in.readRawBytes(4)).getInt();
            byte[] frame = in.readRawBytes(length);
            CRC32C crc = new CRC32C();
            crc.update(frame);
            assertThat(sum).isEqualTo((int) crc.getValue());
            for (ByteString series :
                    UnknownFieldSet.parseFrom(frame).getField(1).getLengthDelimitedList()) {
                add(UnknownFieldSet.parseFrom(series), all);
            }
        }
        return all;
    }

    private static void add(UnknownFieldSet series, Map<String, Map<Long, Long>> all)
            throws IOException {
        List<String> labels = new ArrayList<>();
        for (ByteString label : series.getField(1).getLengthDelimitedList()) {
            labels.add(UnknownFieldSet.parseFrom(label).toString().replace('\n', ' '));
        }
        Map<Long, Long> samples = all.computeIfAbsent(labels.toString(), _ -> new TreeMap<>());
        for (ByteString bytes : series.getField(2).getLengthDelimitedList()) {
            UnknownFieldSet chunk = UnknownFieldSet.parseFrom(bytes);
            int encoding = Math.toIntExact(chunk.getField(3).getVarintList().getFirst());
            byte[] data = chunk.getField(4).getLengthDelimitedList().getFirst().toByteArray();
            ChunkReader reader = Objects.requireNonNull(ChunkEncoding.ofId(encoding)).newReader();
            reader.reset(Arrays.copyOf(data, data.length + Chunks.SLACK), 0, data.length);
            for (int i = 0; i < reader.count(); i++) {
                samples.put(reader.timeAt(i), Double.doubleToRawLongBits(reader.valueAt(i)));
            }
        }
    }
}
