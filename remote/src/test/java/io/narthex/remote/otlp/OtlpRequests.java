package io.narthex.remote.otlp;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Encodes OTLP requests with protobuf's own writer.
final class OtlpRequests {
    static final int GAUGE = 5;
    static final int SUM = 7;
    static final int HISTOGRAM = 9;
    static final int EXPONENTIAL = 10;
    static final int SUMMARY = 11;
    static final int CUMULATIVE = 2;
    static final int DELTA = 1;

    private OtlpRequests() {}

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

    /// A request with one resource and one scope.
    ///
    /// @param attributes names and values of the resource
    static byte[] request(String[] attributes, byte[]... metrics) {
        return request(resource(attributes), scope("lib", "1.2", "team", "core"), metrics);
    }

    static byte[] request(byte[] resource, byte[] scope, byte[]... metrics) {
        byte[] scopeMetrics =
                message(
                        out -> {
                            out.writeByteArray(1, scope);
                            for (byte[] metric : metrics) {
                                out.writeByteArray(2, metric);
                            }
                            out.writeString(3, "https://example.com/schema");
                        });
        byte[] resourceMetrics =
                message(
                        out -> {
                            out.writeByteArray(1, resource);
                            out.writeByteArray(2, scopeMetrics);
                        });
        return message(out -> out.writeByteArray(1, resourceMetrics));
    }

    static byte[] resource(String... attributes) {
        return message(out -> attributes(out, 1, attributes));
    }

    static byte[] scope(String name, String version, String... attributes) {
        return message(
                out -> {
                    out.writeString(1, name);
                    out.writeString(2, version);
                    attributes(out, 3, attributes);
                });
    }

    /// A metric.
    ///
    /// @param data the number of its type's field
    static byte[] metric(String name, String unit, int data, Fields fields) {
        return message(
                out -> {
                    out.writeString(1, name);
                    out.writeString(2, "what " + name + " tells");
                    out.writeString(3, unit);
                    out.writeByteArray(data, message(fields));
                });
    }

    static byte[] gauge(String name, String unit, long nanos, double value, String... labels) {
        return metric(
                name, unit, GAUGE, out -> out.writeByteArray(1, number(0, nanos, value, labels)));
    }

    static byte[] sum(String name, String unit, int temporality, boolean monotonic, byte[] point) {
        return metric(
                name,
                unit,
                SUM,
                out -> {
                    out.writeByteArray(1, point);
                    out.writeEnum(2, temporality);
                    out.writeBool(3, monotonic);
                });
    }

    static byte[] number(long start, long nanos, double value, String... labels) {
        return message(
                out -> {
                    out.writeFixed64(2, start);
                    out.writeFixed64(3, nanos);
                    out.writeDouble(4, value);
                    attributes(out, 7, labels);
                });
    }

    static void attributes(CodedOutputStream out, int field, String... namesAndValues)
            throws IOException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            byte[] any = message(v -> v.writeString(1, value));
            out.writeByteArray(field, attribute(namesAndValues[i], any));
        }
    }

    static byte[] attribute(String name, byte[] anyValue) {
        return message(
                out -> {
                    out.writeString(1, name);
                    out.writeByteArray(2, anyValue);
                });
    }

    static void packedFixed(CodedOutputStream out, int field, long... values) throws IOException {
        out.writeByteArray(
                field,
                message(
                        packed -> {
                            for (long value : values) {
                                packed.writeFixed64NoTag(value);
                            }
                        }));
    }

    static void packedDoubles(CodedOutputStream out, int field, double... values)
            throws IOException {
        out.writeByteArray(
                field,
                message(
                        packed -> {
                            for (double value : values) {
                                packed.writeDoubleNoTag(value);
                            }
                        }));
    }

    static byte[] buckets(int offset, long... counts) {
        return message(
                out -> {
                    out.writeSInt32(1, offset);
                    out.writeByteArray(
                            2,
                            message(
                                    packed -> {
                                        for (long count : counts) {
                                            packed.writeUInt64NoTag(count);
                                        }
                                    }));
                });
    }
}
