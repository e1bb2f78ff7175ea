package io.narthex.model.proto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf messages field by field into one array that grows.
///
/// A message within a message begins with [#begin] and ends with [#end], which puts its length
/// before it; messages end in the reverse order of their beginnings.
///
/// Thread safety: for one thread; reuse it.
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int MAX_VARINT_BYTES = 10;

    /// Longer arrays can't be had.
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int size;

    /// Forgets what was written, to begin again.
    public void clear() {
        size = 0;
    }

    /// What was written, from the array's start; the next write may leave it for another array.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes were written.
    public int size() {
        return size;
    }

    /// A whole number. Negative ones take ten bytes.
    public void varint(int field, long value) {
        tag(field, VARINT);
        raw(value);
    }

    /// A whole number of either sign, as the types `sint32` and `sint64` have it.
    public void zigzag(int field, long value) {
        varint(field, (value << 1) ^ (value >> 63));
    }

    /// A float of eight bytes.
    public void fixed64(int field, double value) {
        tag(field, FIXED64);
        raw(value);
    }

    /// Floats of eight bytes, packed; nothing where there are none.
    public void packedFixed64(int field, double[] values) {
        if (values.length > 0) {
            tag(field, BYTES);
            raw((long) values.length * Double.BYTES);
            for (double value : values) {
                raw(value);
            }
        }
    }

    /// Whole numbers of either sign, packed; nothing where there are none.
    public void packedZigzag(int field, long[] values) {
        if (values.length > 0) {
            int start = begin(field);
            for (long value : values) {
                raw((value << 1) ^ (value >> 63));
            }
            end(start);
        }
    }

    /// A text.
    public void text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes(field, utf8, utf8.length);
    }

    /// The first bytes of an array.
    public void bytes(int field, byte[] value, int length) {
        tag(field, BYTES);
        raw(length);
        room(length);
        System.arraycopy(value, 0, bytes, size, length);
        size += length;
    }

    /// Begins a message within the present one.
    ///
    /// @return what [#end] is to be called with
    public int begin(int field) {
        tag(field, BYTES);
        return size;
    }

    /// Begins a message of a stream, in which each has its length before it.
    ///
    /// @return what [#end] is to be called with
    public int beginDelimited() {
        return size;
    }

    /// Ends a message.
    ///
    /// @param start what its beginning returned
    public void end(int start) {
        int length = size - start;
        int header = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            header++;
        }
        room(header);
        System.arraycopy(bytes, start, bytes, start + header, length);
        size = start;
        raw(length);
        size = start + header + length;
    }

    private void tag(int field, int wireType) {
        raw(((long) field << 3) | wireType);
    }

    private void raw(double value) {
        room(Double.BYTES);
        DOUBLE.set(bytes, size, value);
        size += Double.BYTES;
    }

    private void raw(long value) {
        room(MAX_VARINT_BYTES);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// @throws ArithmeticException if no array is that long
    private void room(int more) {
        if (bytes.length - size < more) {
            int least = Math.addExact(size, more);
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * least, least, MOST_BYTES));
        }
    }
}
