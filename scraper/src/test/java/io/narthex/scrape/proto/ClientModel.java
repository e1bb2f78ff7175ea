package io.narthex.scrape.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/// The messages of `io.prometheus.client`, written by protobuf's own library out of its text
/// format, so that what reads them here meets bytes that somebody else made.
public final class ClientModel {
    private static final String MESSAGES =
            """
            Timestamp: int64 seconds 1, int32 nanos 2
            LabelPair: string name 1, string value 2
            Exemplar: LabelPair* label 1, double value 2, Timestamp timestamp 3
            Gauge: double value 1
            Counter: double value 1, Exemplar exemplar 2, Timestamp created_timestamp 3
            Quantile: double quantile 1, double value 2
            Summary: uint64 sample_count 1, double sample_sum 2, Quantile* quantile 3,\
             Timestamp created_timestamp 4
            Untyped: double value 1
            Bucket: uint64 cumulative_count 1, double cumulative_count_float 4,\
             double upper_bound 2, Exemplar exemplar 3
            BucketSpan: sint32 offset 1, uint32 length 2
            Histogram: uint64 sample_count 1, double sample_count_float 4, double sample_sum 2,\
             Bucket* bucket 3, Timestamp created_timestamp 15, sint32 schema 5,\
             double zero_threshold 6, uint64 zero_count 7, double zero_count_float 8,\
             BucketSpan* negative_span 9, sint64* negative_delta 10, double* negative_count 11,\
             BucketSpan* positive_span 12, sint64* positive_delta 13, double* positive_count 14,\
             Exemplar* exemplars 16
            Metric: LabelPair* label 1, Gauge gauge 2, Counter counter 3, Summary summary 4,\
             Untyped untyped 5, Histogram histogram 7, int64 timestamp_ms 6
            MetricFamily: string name 1, string help 2, MetricType type 3, Metric* metric 4,\
             string unit 5
            """;

    private static final String[] TYPES = {
        "COUNTER", "GAUGE", "SUMMARY", "UNTYPED", "HISTOGRAM", "GAUGE_HISTOGRAM"
    };

    private static final ClientModel PLAIN = new ClientModel(false);
    private static final ClientModel PACKED = new ClientModel(true);

    private final FileDescriptor file;

    private ClientModel(boolean packed) {
        FileDescriptorProto.Builder all =
                FileDescriptorProto.newBuilder()
                        .setName("metrics.proto")
                        .setPackage("io.prometheus.client")
                        .setSyntax("proto2")
                        .addEnumType(types());
        MESSAGES.lines().forEach(line -> all.addMessageType(message(line, packed)));
        try {
            file = FileDescriptor.buildFrom(all.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EnumDescriptorProto types() {
        EnumDescriptorProto.Builder types = EnumDescriptorProto.newBuilder().setName("MetricType");
        for (int i = 0; i < TYPES.length; i++) {
            types.addValue(EnumValueDescriptorProto.newBuilder().setName(TYPES[i]).setNumber(i));
        }
        return types.build();
    }

    private static DescriptorProto message(String line, boolean packed) {
        String[] nameAndFields = line.split(": ");
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(nameAndFields[0]);
        for (String field : nameAndFields[1].split(", ")) {
            message.addField(field(field.trim().split(" "), packed));
        }
        return message.build();
    }

    private static FieldDescriptorProto field(String[] words, boolean packed) {
        boolean repeated = words[0].endsWith("*");
        String type = words[0].replace("*", "");
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder()
                        .setName(words[1])
                        .setNumber(Integer.parseInt(words[2]))
                        .setLabel(
                                repeated
                                        ? FieldDescriptorProto.Label.LABEL_REPEATED
                                        : FieldDescriptorProto.Label.LABEL_OPTIONAL);
        if (Character.isUpperCase(type.charAt(0))) {
            return field.setTypeName(".io.prometheus.client." + type).build();
        }
        if (repeated && packed) {
            field.setOptions(FieldOptions.newBuilder().setPacked(true));
        }
        return field.setType(
                        FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)))
                .build();
    }

    /// Metric families in protobuf's text format as a body, numbers one by one.
    public static byte[] body(String... families) {
        return PLAIN.write(families);
    }

    /// The same with repeated numbers packed.
    public static byte[] packedBody(String... families) {
        return PACKED.write(families);
    }

    private byte[] write(String... families) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (String family : families) {
                DynamicMessage.Builder message =
                        DynamicMessage.newBuilder(file.findMessageTypeByName("MetricFamily"));
                TextFormat.merge(family, message);
                message.build().writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
