package io.narthex.http.net;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// The body of the request that is being received. Memory grows with what has arrived, never with
/// what was only announced, and is charged to an account that all connections share.
///
/// Thread safety: for one thread; the account is shared.
final class BodyBuffer {
    /// How a piece was taken.
    enum Outcome {
        OK,
        TOO_LARGE,
        NO_MEMORY
    }

    private static final byte[] EMPTY = new byte[0];
    private static final int TRUSTED = 64 << 10;

    private final TransportOptions options;
    private final AtomicLong account;
    private byte[] bytes = EMPTY;
    private int size;
    private long charged;

    BodyBuffer(TransportOptions options, AtomicLong account) {
        this.options = options;
        this.account = account;
    }

    /// Prepares for a body of an announced length.
    Outcome expect(long length) {
        return length > options.maxBodyBytes()
                ? Outcome.TOO_LARGE
                : grow((int) Math.min(length, TRUSTED));
    }

    Outcome add(ByteBuf piece) {
        int n = piece.readableBytes();
        if (n > options.maxBodyBytes() - size) {
            return Outcome.TOO_LARGE;
        }
        if (size + n > bytes.length) {
            int doubled = (int) Math.min(options.maxBodyBytes(), 2L * bytes.length);
            Outcome outcome = grow(Math.max(size + n, doubled));
            if (outcome != Outcome.OK) {
                return outcome;
            }
        }
        piece.readBytes(bytes, size, n);
        size += n;
        return Outcome.OK;
    }

    /// The whole body.
    byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /// Forgets the body and gives its memory back to the account.
    void clear() {
        account.addAndGet(-charged);
        charged = 0;
        bytes = EMPTY;
        size = 0;
    }

    private Outcome grow(int capacity) {
        long more = capacity - charged;
        if (more > 0) {
            if (account.addAndGet(more) > options.maxBufferedBytes()) {
                account.addAndGet(-more);
                return Outcome.NO_MEMORY;
            }
            charged += more;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return Outcome.OK;
    }
}
