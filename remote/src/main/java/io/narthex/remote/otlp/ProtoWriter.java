package io.narthex.remote.otlp;

import io.narthex.model.proto.ProtoReader;

import java.util.Arrays;

/// Writes protobuf. The length of a message, which is not known when it begins, always takes five
/// bytes.
///
/// Thread safety: for one thread.
final class ProtoWriter {
    private static final int LENGTH_BYTES = 5;

    private byte[] bytes = new byte[4096];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /// Begins a message within this one.
    ///
    /// @return what to end it with
    int begin(int field) {
        raw((long) field << 3 | ProtoReader.BYTES);
        room(LENGTH_BYTES);
        size += LENGTH_BYTES;
        return size;
    }

    /// Ends a message.
    void end(int begin) {
        int length = size - begin;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int more = i < LENGTH_BYTES - 1 ? 0x80 : 0;
            bytes[begin - LENGTH_BYTES + i] = (byte) (length >>> 7 * i & 0x7f | more);
        }
    }

    void varint(int field, long value) {
        raw((long) field << 3 | ProtoReader.VARINT);
        raw(value);
    }

    void fixed64(int field, long value) {
        raw((long) field << 3 | ProtoReader.FIXED64);
        room(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[size++] = (byte) (value >>> Byte.SIZE * i);
        }
    }

    void bytes(int field, byte[] value) {
        raw((long) field << 3 | ProtoReader.BYTES);
        raw(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void raw(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
