package io.narthex.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.Test;

class ReadMemoryTest {
    private final ReadMemory memory = new ReadMemory();

    private ByteBuf allocate() {
        return memory.newHandle().allocate(UnpooledByteBufAllocator.DEFAULT);
    }

    @Test
    void memoryThatNobodyKeeps_isReadIntoAgain() {
        ByteBuf first = allocate();
        assertThat(first.writableBytes()).isEqualTo(ReadMemory.BYTES);
        first.writeLong(1);
        first.release();
        ByteBuf second = allocate();
        assertThat(second).isSameAs(first);
        assertThat(second.isReadable()).isFalse();
        second.release();
        memory.release();
        assertThat(first.refCnt()).isZero();
    }

    @Test
    void whatADecoderKeeps_isNotReadOver() {
        ByteBuf first = allocate();
        ByteBuf kept = first.writeLong(42).readRetainedSlice(Long.BYTES);
        first.release();
        ByteBuf second = allocate();
        second.writeLong(43);
        second.release();
        assertThat(kept.readLong()).isEqualTo(42);
        kept.release();
        memory.release();
        assertThat(first.refCnt()).isZero();
    }
}
