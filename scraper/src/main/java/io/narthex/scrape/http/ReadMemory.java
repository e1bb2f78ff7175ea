package io.narthex.scrape.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/// The memory into which one event loop reads, from whichever connection.
///
/// A connection that guesses how much comes next is wrong twice with each scrape: little comes
/// with the answer's head, then a body, then nothing for seconds. What comes is copied into the
/// body's array at once, so a single piece of memory is enough, as large as a read can well be.
/// Where a decoder keeps a piece of it for later, such as half a TLS record, the next read gets
/// memory of its own.
///
/// Thread safety: handles are for the event loop.
final class ReadMemory extends DefaultMaxMessagesRecvByteBufAllocator {
    /// The most that is read at once.
    static final int BYTES = 64 << 10;

    /// Reads of one connection before another has its turn.
    private static final int MOST_READS = 16;

    private final ByteBuf memory = Unpooled.directBuffer(BYTES, BYTES);

    ReadMemory() {
        super(MOST_READS);
    }

    @Override
    @SuppressWarnings("deprecation") // it is what the channel's option asks for
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator alloc) {
                boolean free = memory.refCnt() == 1;
                return free ? memory.retain().clear() : alloc.ioBuffer(BYTES);
            }

            @Override
            public int guess() {
                return BYTES;
            }
        };
    }

    /// Gives the memory back, once nothing is read any more; a second time does nothing.
    void release() {
        if (memory.refCnt() > 0) {
            memory.release();
        }
    }
}
