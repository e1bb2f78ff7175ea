package io.narthex.scrape.http;

import io.netty.buffer.ByteBuf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Bytes that grow up to a limit; the array is kept for the next body.
///
/// Thread safety: for one thread at a time.
final class GrowingBytes {
    private static final int FIRST = 8 << 10;

    private byte[] bytes = new byte[0];
    private int size;

    void clear() {
        size = 0;
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// @param limit the size must stay below it
    /// @return whether the bytes fit
    boolean append(ByteBuf piece, int limit) {
        int n = piece.readableBytes();
        if (n >= limit - size) {
            return false;
        }
        reserve(size + n, limit);
        piece.readBytes(bytes, size, n);
        size += n;
        return true;
    }

    /// Replaces the content with what compressed bytes hold.
    ///
    /// @return whether it fits
    boolean gunzip(GrowingBytes compressed, int limit) throws IOException {
        size = 0;
        ByteArrayInputStream source =
                new ByteArrayInputStream(compressed.bytes, 0, compressed.size);
        try (GZIPInputStream in = new GZIPInputStream(source, FIRST)) {
            while (true) {
                reserve(size + 1, limit);
                int n = in.read(bytes, size, bytes.length - size);
                if (n < 0) {
                    return true;
                }
                size += n;
                if (size >= limit) {
                    return false;
                }
            }
        }
    }

    private void reserve(int needed, int limit) {
        if (needed > bytes.length) {
            long doubled = Math.max(FIRST, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(doubled, limit)));
        }
    }
}
