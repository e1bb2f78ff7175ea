package io.narthex.remote;

import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a request is, by its headers.
///
/// @param zstd whether it is compressed with zstd, else it is a snappy block
///
/// Thread safety: immutable.
record WriteHeaders(WriteMessage message, boolean zstd) {
    private static final String MEDIA_TYPE = "application/x-protobuf";
    private static final String SNAPPY = "snappy";
    private static final String ZSTD = "zstd";

    /// Reads the headers. Without any, a request is one of version 1 in snappy.
    ///
    /// @throws RefusedException if the body is something that is not taken
    static WriteHeaders of(
            @Nullable String contentType, @Nullable String contentEncoding, WriteFeatures features)
            throws RefusedException {
        WriteMessage message = WriteMessage.V1;
        if (contentType != null && !contentType.isBlank()) {
            message = message(contentType);
        }
        if (!features.accepted().contains(message)) {
            throw notAccepted(message.proto(), features.accepted());
        }
        return new WriteHeaders(message, isZstd(contentEncoding, features));
    }

    private static boolean isZstd(@Nullable String encoding, WriteFeatures features)
            throws RefusedException {
        if (encoding == null || encoding.isEmpty() || encoding.equals(SNAPPY)) {
            return false;
        }
        if (encoding.equals(ZSTD) && features.zstd()) {
            return true;
        }
        throw RefusedException.unsupported(
                encoding
                        + " encoding (compression) is not accepted by this server; only snappy"
                        + (features.zstd() ? " and zstd are acceptable" : " is acceptable"));
    }

    private static WriteMessage message(String contentType) throws RefusedException {
        String[] parts = contentType.split(";", -1);
        String media = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals(MEDIA_TYPE)) {
            throw RefusedException.unsupported(
                    "expected " + MEDIA_TYPE + " as the media type, got " + contentType);
        }
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("proto")) {
                String proto = pair[1].strip();
                WriteMessage message = WriteMessage.of(proto);
                if (message == null) {
                    throw notAccepted(proto, Set.of(WriteMessage.values()));
                }
                return message;
            }
        }
        return WriteMessage.V1;
    }

    private static RefusedException notAccepted(String proto, Set<WriteMessage> accepted) {
        return RefusedException.unsupported(
                proto
                        + " protobuf message is not accepted by this server; only accepts "
                        + accepted.stream()
                                .sorted()
                                .map(WriteMessage::proto)
                                .collect(Collectors.joining(", ")));
    }
}
