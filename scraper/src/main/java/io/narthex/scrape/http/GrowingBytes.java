package io.narthex.scrape.http;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import io.netty.buffer.ByteBuf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Bytes that grow up to a limit, in an array that is borrowed until [#release].
///
/// Thread safety: for one thread at a time.
final class GrowingBytes {
    private static final int GZIP_BUFFER = 8 << 10;

    private static final byte[] NONE = new byte[0];

    private final BodyBuffers buffers;
    private byte[] bytes = NONE;
    private int size;

    GrowingBytes(BodyBuffers buffers) {
        this.buffers = buffers;
    }

    void clear() {
        size = 0;
    }

    /// Gives the array back; what it held is gone.
    void release() {
        buffers.giveBack(bytes);
        bytes = NONE;
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

    /// Replaces the content with what bytes in gzip hold.
    ///
    /// @return whether it fits
    boolean gunzip(GrowingBytes compressed, int limit) throws IOException {
        try (InputStream in = new GZIPInputStream(compressed.stream(), GZIP_BUFFER)) {
            return readAll(in, limit);
        }
    }

    /// Replaces the content with what bytes in zstd hold.
    ///
    /// @return whether it fits
    boolean unzstd(GrowingBytes compressed, int limit) throws IOException {
        try (InputStream in = new ZstdJavaInputStream(compressed.stream())) {
            return readAll(in, limit);
        } catch (MalformedInputException | IndexOutOfBoundsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private InputStream stream() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    private boolean readAll(InputStream in, int limit) throws IOException {
        size = 0;
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

    private void reserve(int needed, int limit) {
        if (needed > bytes.length) {
            bytes = buffers.grown(bytes, size, needed, limit);
        }
    }
}
