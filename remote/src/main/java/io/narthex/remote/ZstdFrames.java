package io.narthex.remote;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import io.narthex.remote.wire.RefusedException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/// Decompresses zstd frames. A frame need not tell how large it is, so memory grows with what has
/// come out, up to the limit; what the decoder looks back into has 8 MiB at most.
///
/// Thread safety: for one thread.
final class ZstdFrames {
    private static final int FIRST_BYTES = 256 << 10;

    private final int maxBytes;
    private byte[] bytes = new byte[0];

    ZstdFrames(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Where the last body was decompressed to.
    byte[] bytes() {
        return bytes;
    }

    /// Decompresses a body.
    ///
    /// @return how many bytes it has
    /// @throws RefusedException if it is broken or too large
    int decompress(byte[] body) throws RefusedException {
        bytes = new byte[Math.min(maxBytes + 1, FIRST_BYTES)];
        int size = 0;
        try (ZstdJavaInputStream in = new ZstdJavaInputStream(new ByteArrayInputStream(body))) {
            while (true) {
                int read = in.read(bytes, size, bytes.length - size);
                if (read < 0) {
                    return size;
                }
                size += read;
                if (size > maxBytes) {
                    throw RefusedException.tooLarge(
                            "the request has more than " + maxBytes + " bytes");
                }
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(2L * size, maxBytes + 1L));
                }
            }
        } catch (MalformedInputException | IOException | IndexOutOfBoundsException e) {
            throw RefusedException.malformed("zstd: corrupt input: " + e.getMessage());
        }
    }

    /// Lets go of the memory.
    void shrink() {
        bytes = new byte[0];
    }
}
