package io.narthex.server.peers;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Encodes series as requests of remote write 1.0, with protobuf's own writer.
///
/// Thread safety: stateless.
final class WriteRequests {
    private WriteRequests() {}

    /// A message's fields, written in order.
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    /// Compressed requests that have to be sent in this order, one for each slice of time:
    /// Prometheus takes nothing that is older than its newest sample by more than an hour.
    ///
    /// @param sliceMillis how much time a request covers
    static List<byte[]> of(List<SeededSeries> all, long sliceMillis) {
        long begin = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (SeededSeries series : all) {
            for (long at : series.millis()) {
                begin = Math.min(begin, at);
                end = Math.max(end, at);
            }
        }
        List<byte[]> requests = new ArrayList<>();
        for (long from = begin; from <= end; from += sliceMillis) {
            long first = from;
            requests.add(
                    compress(message(out -> writeSlice(out, all, first, first + sliceMillis))));
        }
        return requests;
    }

    /// A compressed request with one native histogram of two buckets.
    static byte[] ofHistogram(Map<String, String> labels, long millis, long count, double sum) {
        byte[] span =
                message(
                        out -> {
                            out.writeSInt32(1, 0);
                            out.writeUInt32(2, 2);
                        });
        byte[] deltas =
                message(
                        out -> {
                            out.writeSInt64NoTag(count / 2);
                            out.writeSInt64NoTag(count - count / 2 - count / 2);
                        });
        byte[] histogram =
                message(
                        out -> {
                            out.writeUInt64(1, count);
                            out.writeDouble(3, sum);
                            out.writeSInt32(4, 0);
                            out.writeDouble(5, 1e-128);
                            out.writeByteArray(11, span);
                            out.writeByteArray(12, deltas);
                            out.writeInt64(15, millis);
                        });
        byte[] series =
                message(
                        out -> {
                            for (Map.Entry<String, String> label : labels.entrySet()) {
                                out.writeByteArray(1, label(label.getKey(), label.getValue()));
                            }
                            out.writeByteArray(4, histogram);
                        });
        return compress(message(out -> out.writeByteArray(1, series)));
    }

    private static void writeSlice(
            CodedOutputStream out, List<SeededSeries> all, long from, long to) throws IOException {
        for (SeededSeries series : all) {
            byte[] bytes = message(o -> writeSeries(o, series, from, to));
            if (bytes.length > 0) {
                out.writeByteArray(1, bytes);
            }
        }
    }

    /// Writes nothing where no sample is in the slice.
    private static void writeSeries(CodedOutputStream out, SeededSeries series, long from, long to)
            throws IOException {
        boolean labelled = false;
        for (int i = 0; i < series.millis().length; i++) {
            long at = series.millis()[i];
            if (at < from || at >= to) {
                continue;
            }
            if (!labelled) {
                for (Map.Entry<String, String> label : series.labels().entrySet()) {
                    out.writeByteArray(1, label(label.getKey(), label.getValue()));
                }
                labelled = true;
            }
            writeSample(out, at, series.values()[i]);
        }
    }

    private static byte[] label(String name, String value) {
        return message(
                out -> {
                    out.writeString(1, name);
                    out.writeString(2, value);
                });
    }

    private static void writeSample(CodedOutputStream out, long millis, double value)
            throws IOException {
        out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(
                CodedOutputStream.computeDoubleSize(1, value)
                        + CodedOutputStream.computeInt64Size(2, millis));
        out.writeDouble(1, value);
        out.writeInt64(2, millis);
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] compress(byte[] plain) {
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, snappy.compress(plain, 0, plain.length, out, 0, out.length));
    }
}
