package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Payloads of records that are deflated: their length before (varint), then the stream, without a
/// header or checksum of its own, as the record has those.
///
/// Thread safety: for one thread.
final class PackedPayload implements AutoCloseable {
    /// Below, there is next to nothing to win.
    private static final int LEAST_BYTES = 128;

    /// A record is ended at some 64 KiB, but a label may be longer.
    private static final int MOST_BYTES = 64 << 20;

    /// No stream becomes longer than so many times its length.
    private static final int MOST_RATIO = 1032;

    /// Labels and open blocks would be 6% shorter with the default level.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    private byte[] packed = new byte[0];

    /// Deflates what `out` has from a place on, where that makes it shorter.
    ///
    /// @return whether it did; otherwise nothing is changed
    boolean pack(ByteWriter out, int from) {
        int length = out.size() - from;
        if (length < LEAST_BYTES || length > MOST_BYTES) {
            return false;
        }
        if (packed.length < length) {
            packed = new byte[Math.max(length, 2 * packed.length)];
        }
        deflater.reset();
        deflater.setInput(out.array(), from, length);
        deflater.finish();
        int n = deflater.deflate(packed, 0, length - Integer.BYTES);
        if (!deflater.finished()) {
            return false;
        }
        out.cut(from);
        out.putVarint(length);
        out.put(packed, 0, n);
        return true;
    }

    /// The payload as it was before; it is in an array of its own.
    ///
    /// @throws MalformedException if `in` has none
    static ByteReader unpack(ByteReader in) {
        long length = in.getVarint();
        if (length < 0
                || length > MOST_BYTES
                || length > (long) MOST_RATIO * (in.remaining() + 1)) {
            throw new MalformedException(length + " bytes in " + in.remaining() + " deflated ones");
        }
        // One byte more than there should be, so that the stream's end is seen.
        byte[] bytes = new byte[(int) length + 1];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in.array(), in.position(), in.remaining());
            int n = inflater.inflate(bytes);
            if (n != length || !inflater.finished()) {
                throw new MalformedException("a deflated payload that is not of " + length);
            }
        } catch (DataFormatException e) {
            throw new MalformedException("a payload that is not deflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
        return new ByteReader(bytes, 0, (int) length);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
