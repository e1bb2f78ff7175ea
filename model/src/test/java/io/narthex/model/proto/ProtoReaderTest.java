package io.narthex.model.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class ProtoReaderTest {
    private final ProtoReader reader = new ProtoReader();

    @Test
    void varint_ofEachLength_isReadWhereverItEnds() {
        for (int bits = 1; bits <= Long.SIZE; bits++) {
            long lowest = 1L << (bits - 1);
            for (long v :
                    new long[] {lowest, lowest | lowest - 1, lowest | 0x5555_5555_5555_5555L}) {
                byte[] varint = encode(v);
                for (int behind = 0; behind < 12; behind++) {
                    byte[] bytes = Arrays.copyOf(varint, varint.length + behind);
                    Arrays.fill(bytes, varint.length, bytes.length, (byte) 0xff);
                    reader.reset(bytes, 0, varint.length);
                    assertThat(reader.varint()).as("%x, %d bytes behind", v, behind).isEqualTo(v);
                    assertThat(reader.hasMore()).isFalse();
                }
            }
        }
    }

    @Test
    void varint_thatGoesOnBehindTheStretch_isTruncated() {
        for (int length = 1; length <= 9; length++) {
            byte[] bytes = new byte[20];
            Arrays.fill(bytes, 0, length, (byte) 0x80);
            reader.reset(bytes, 0, length);
            assertThatThrownBy(reader::varint)
                    .isInstanceOf(ProtoException.class)
                    .hasMessageContaining("truncated varint");
        }
    }

    @Test
    void varint_ofElevenBytes_isNone() {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, 0, 10, (byte) 0x80);
        reader.reset(bytes, 0, bytes.length);
        assertThatThrownBy(reader::varint).hasMessageContaining("bad varint");
    }

    @Test
    void find_skipsOtherFields() {
        // Field 1 is 5, field 2 is a text, field 1 is 7, field 3 is 1.
        byte[] bytes = {8, 5, 18, 2, 8, 9, 8, 7, 24, 1};
        reader.reset(bytes, 0, bytes.length);
        int first = ProtoReader.tag(1, ProtoReader.VARINT);
        assertThat(reader.find(first)).isTrue();
        assertThat(reader.varint()).isEqualTo(5);
        assertThat(reader.find(first)).isTrue();
        assertThat(reader.varint()).isEqualTo(7);
        assertThat(reader.find(first)).isFalse();
        assertThat(reader.position()).isEqualTo(bytes.length);
    }

    private static byte[] encode(long v) {
        byte[] bytes = new byte[10];
        int n = 0;
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            bytes[n++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[n++] = (byte) rest;
        return Arrays.copyOf(bytes, n);
    }
}
