package io.narthex.http.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// How a response body is compressed.
///
/// Thread safety: stateless.
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    private static final int BUFFER = 8 << 10;

    /// The first coding of the list that is known here. Weights are ignored, but for a zero.
    static ContentCoding choose(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return IDENTITY;
        }
        for (String item : acceptEncoding.split(",", -1)) {
            String[] parts = item.strip().toLowerCase(Locale.ROOT).split(";", 2);
            boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
            switch (parts[0].strip()) {
                case "gzip" -> {
                    if (!refused) {
                        return GZIP;
                    }
                }
                case "deflate" -> {
                    if (!refused) {
                        return DEFLATE;
                    }
                }
                default -> {}
            }
        }
        return IDENTITY;
    }

    /// The word for `Content-Encoding`.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// A stream that compresses what is written to it. JSON shrinks to a tenth even at the fastest
    /// level.
    OutputStream wrap(OutputStream out) throws IOException {
        return switch (this) {
            case IDENTITY -> out;
            case GZIP -> new FastGzip(out);
            case DEFLATE -> new FastDeflate(out);
        };
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class FastDeflate extends DeflaterOutputStream {
        FastDeflate(OutputStream out) {
            super(out, new Deflater(Deflater.BEST_SPEED), BUFFER);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }
}
