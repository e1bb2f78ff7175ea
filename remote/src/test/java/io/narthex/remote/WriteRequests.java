package io.narthex.remote;

import com.google.protobuf.CodedOutputStream;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Encodes remote write requests with protobuf's own writer.
final class WriteRequests {
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();

    /// Writes fields.
    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] message(Fields fields) {
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

    static byte[] label(String name, String value) {
        return message(
                out -> {
                    out.writeString(1, name);
                    out.writeString(2, value);
                });
    }

    static byte[] sample(long timestamp, double value) {
        return message(
                out -> {
                    out.writeDouble(1, value);
                    out.writeInt64(2, timestamp);
                });
    }

    /// A series with samples at `t0`, `t0 + 1`, …
    ///
    /// @param labels names and values, as they are to be sent
    static byte[] series(String[] labels, long t0, double... values) {
        return message(
                out -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        out.writeByteArray(1, label(labels[i], labels[i + 1]));
                    }
                    for (int i = 0; i < values.length; i++) {
                        out.writeByteArray(2, sample(t0 + i, values[i]));
                    }
                });
    }

    WriteRequests add(String[] labels, long t0, double... values) {
        return addField(1, series(labels, t0, values));
    }

    WriteRequests addField(int field, byte[] bytes) {
        request.writeBytes(message(out -> out.writeByteArray(field, bytes)));
        return this;
    }

    byte[] plain() {
        return request.toByteArray();
    }

    byte[] compressed() {
        return compress(plain());
    }

    static byte[] compress(byte[] plain) {
        SnappyJavaCompressor snappy = new SnappyJavaCompressor();
        byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, snappy.compress(plain, 0, plain.length, out, 0, out.length));
    }
}
