package io.narthex.remote;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.narthex.remote.wire.RefusedException;

/// Decompresses snappy blocks into memory that is used again.
///
/// Thread safety: for one thread.
final class SnappyBlock {
    /// The longest copy (64 bytes) takes three bytes, so no block grows by more than this.
    private static final int MAX_RATIO = 22;

    /// Decompressed requests are usually small; the memory of larger ones is not kept.
    private static final int KEPT_BYTES = 4 << 20;

    private final SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
    private final int maxBytes;
    private byte[] bytes = new byte[64 << 10];

    SnappyBlock(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Where the last block was decompressed to.
    byte[] bytes() {
        return bytes;
    }

    /// Decompresses a block.
    ///
    /// @return how many bytes it has
    /// @throws RefusedException if it is broken or too large
    int decompress(byte[] block) throws RefusedException {
        long size = declaredSize(block);
        if (size > maxBytes) {
            throw RefusedException.tooLarge(
                    "the request has " + size + " bytes, more than " + maxBytes);
        }
        if (size > (long) MAX_RATIO * block.length) {
            throw broken("impossible length");
        }
        if (size > bytes.length) {
            bytes = new byte[(int) size];
        }
        int written;
        try {
            written = snappy.decompress(block, 0, block.length, bytes, 0, bytes.length);
        } catch (MalformedInputException | IndexOutOfBoundsException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
        if (written != size) {
            throw broken("length mismatch");
        }
        return written;
    }

    /// Lets go of memory that an unusually large block took.
    void shrink() {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[KEPT_BYTES];
        }
    }

    private static long declaredSize(byte[] block) throws RefusedException {
        long size = 0;
        for (int i = 0; i < 5 && i < block.length; i++) {
            size |= (block[i] & 0x7fL) << (7 * i);
            if (block[i] >= 0) {
                return size;
            }
        }
        throw broken("no length");
    }

    private static RefusedException broken(String reason) {
        return RefusedException.malformed("snappy: corrupt input: " + reason);
    }
}
