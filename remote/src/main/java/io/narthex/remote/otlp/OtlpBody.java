package io.narthex.remote.otlp;

import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// The body of a request as protobuf, whatever it was sent as.
///
/// Thread safety: stateless.
final class OtlpBody {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private OtlpBody() {}

    /// Decompresses and converts. Headers are taken as Prometheus takes them: a media type with
    /// parameters is another one.
    ///
    /// @throws RefusedException if the headers or the body are not what they should be
    static byte[] decode(
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] body,
            int maxBytes)
            throws RefusedException {
        boolean json = JSON.equals(contentType);
        if (!json && !PROTOBUF.equals(contentType)) {
            throw RefusedException.malformed(
                    "unsupported content type: %s, supported: [%s, %s]"
                            .formatted(contentType == null ? "" : contentType, JSON, PROTOBUF));
        }
        byte[] plain = plain(contentEncoding, body, maxBytes);
        if (plain.length > maxBytes) {
            throw RefusedException.malformed("the body has more than " + maxBytes + " bytes");
        }
        return json ? OtlpJson.toProtobuf(plain) : plain;
    }

    private static byte[] plain(@Nullable String encoding, byte[] body, int maxBytes)
            throws RefusedException {
        if (encoding == null || encoding.isEmpty()) {
            return body;
        }
        if (!encoding.equals("gzip")) {
            throw RefusedException.malformed(
                    "unsupported compression: "
                            + encoding
                            + ". Only \"gzip\" or no compression supported");
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw RefusedException.malformed("gzip: " + e.getMessage());
        }
    }
}
