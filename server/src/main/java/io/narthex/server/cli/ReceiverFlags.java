package io.narthex.server.cli;

import io.narthex.remote.WriteFeatures;
import io.narthex.remote.WriteMessage;
import io.narthex.server.ReceiverOptions;
import io.narthex.server.features.EnabledFeatures;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.EnumSet;
import java.util.List;

/// Flags about samples that others push.
final class ReceiverFlags {
    @Option(
            names = "--web.enable-remote-write-receiver",
            description =
                    "Take remote write at /api/v1/write, and expositions at"
                            + " /api/v1/import/prometheus.")
    private boolean remoteWrite;

    @Option(
            names = "--web.remote-write-receiver.accepted-protobuf-messages",
            paramLabel = "MESSAGE",
            split = ",",
            converter = MessageConverter.class,
            description =
                    "Messages that remote write may carry, prometheus.WriteRequest or"
                            + " io.prometheus.write.v2.Request; may be given several times"
                            + " (default: both).")
    private List<WriteMessage> accepted = List.of(WriteMessage.values());

    @Option(
            names = "--web.remote-write-receiver.zstd",
            description = "Let remote write be compressed with zstd too, as vmagent can.")
    private boolean zstd;

    @Option(
            names = "--web.enable-otlp-receiver",
            description = "Take OTLP metrics at /api/v1/otlp/v1/metrics.")
    private boolean otlp;

    ReceiverOptions options(EnabledFeatures features) {
        return new ReceiverOptions(
                remoteWrite,
                new WriteFeatures(
                        EnumSet.copyOf(accepted),
                        zstd,
                        features.zeroStarts(),
                        features.storedStarts(),
                        features.engine().typeAndUnitLabels()),
                otlp,
                features.otlpDeltas());
    }

    /// Reads a message's name.
    static final class MessageConverter implements ITypeConverter<WriteMessage> {
        @Override
        public WriteMessage convert(String text) {
            WriteMessage message = WriteMessage.of(text);
            if (message == null) {
                throw new TypeConversionException(
                        "unknown remote write protobuf message "
                                + text
                                + ", supported: prometheus.WriteRequest,"
                                + " io.prometheus.write.v2.Request");
            }
            return message;
        }
    }
}
