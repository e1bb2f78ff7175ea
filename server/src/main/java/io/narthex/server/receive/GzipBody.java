package io.narthex.server.receive;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Bodies that may be compressed with gzip.
///
/// Thread safety: stateless.
final class GzipBody {
    private GzipBody() {}

    /// The body as it was before it was compressed. No more memory is taken than the limit, however
    /// much is in it.
    ///
    /// @param encoding the `Content-Encoding` header, or null
    /// @throws BadBodyException if it is compressed otherwise, broken or too large
    static byte[] decode(@Nullable String encoding, byte[] body, int maxBytes)
            throws BadBodyException {
        byte[] decoded = body;
        if (encoding != null && !encoding.isBlank()) {
            String name = encoding.strip().toLowerCase(Locale.ROOT);
            if (name.equals("gzip")) {
                decoded = unzip(body, maxBytes);
            } else if (!name.equals("identity")) {
                throw new BadBodyException(
                        415, "Content-Encoding " + encoding + " is not supported, only gzip is");
            }
        }
        if (decoded.length > maxBytes) {
            throw new BadBodyException(413, "the body has more than " + maxBytes + " bytes");
        }
        return decoded;
    }

    private static byte[] unzip(byte[] body, int maxBytes) throws BadBodyException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new BadBodyException(400, "gzip: " + e.getMessage());
        }
    }
}
