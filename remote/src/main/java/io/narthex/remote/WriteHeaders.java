package io.narthex.remote;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Which requests are understood, by their headers.
///
/// Thread safety: stateless.
final class WriteHeaders {
    private static final String MEDIA_TYPE = "application/x-protobuf";
    private static final String V1 = "prometheus.WriteRequest";
    private static final String SNAPPY = "snappy";

    private WriteHeaders() {}

    /// @throws RefusedException if the body is something else than a version 1 request in snappy
    static void check(@Nullable String contentType, @Nullable String contentEncoding)
            throws RefusedException {
        if (contentType != null && !contentType.isBlank()) {
            checkType(contentType);
        }
        if (contentEncoding != null
                && !contentEncoding.isEmpty()
                && !contentEncoding.equals(SNAPPY)) {
            throw RefusedException.unsupported(
                    contentEncoding
                            + " encoding (compression) is not accepted by this server;"
                            + " only snappy is acceptable");
        }
    }

    private static void checkType(String contentType) throws RefusedException {
        String[] parts = contentType.split(";", -1);
        String media = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals(MEDIA_TYPE)) {
            throw RefusedException.unsupported(
                    "expected " + MEDIA_TYPE + " as the media type, got " + contentType);
        }
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            boolean proto = pair.length == 2 && pair[0].strip().equalsIgnoreCase("proto");
            if (proto && !pair[1].strip().equals(V1)) {
                throw RefusedException.unsupported(
                        pair[1].strip()
                                + " protobuf message is not accepted by this server;"
                                + " only "
                                + V1
                                + " (remote write 1.0) is");
            }
        }
    }
}
