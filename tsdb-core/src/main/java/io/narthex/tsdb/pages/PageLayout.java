package io.narthex.tsdb.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Where everything lies in a page file; see `docs/formats/pages.md`.
///
/// ```text
/// file:   2 pages of 256 KiB; the first one starts with
///         0  magic, 7 bytes    7  version    8  number of the file (u64)
/// page:   chunks, one behind the other; then zeros
/// chunk:  0  encoding + 128    1  samples    2  bytes of the chunk (u16)
///         4  CRC-32C of all else of the chunk (u32)
///         8  slot, then generation of the reference (varints), then the chunk
/// until version 2:
///         0  encoding    1  samples    2  bytes of the chunk (u16)    4  reference (u64)
///         12 CRC-32C of what stands before and of the chunk (u32)     16 the chunk
/// ```
///
/// Thread safety: stateless.
public final class PageLayout {
    /// Below half of the smallest G1 region, so that no page is a humongous object.
    public static final int PAGE_BYTES = 256 << 10;

    /// A file goes with its last chunk, so half of one is kept in vain on average. Earlier ones
    /// had 4, 16 or 64 pages.
    static final int PAGES_PER_FILE = 2;

    static final long FILE_BYTES = (long) PAGES_PER_FILE * PAGE_BYTES;
    static final byte[] MAGIC = "NARXPAG".getBytes(StandardCharsets.US_ASCII);

    /// From 2 on, there are chunks of distances, and from 3 on short headers of chunks, which
    /// earlier programs would take for damage.
    static final int VERSION = 3;

    static final int VERSION_AT = 7;
    static final int NUMBER_AT = 8;
    static final int FILE_HEADER = 16;

    private static final int ENCODING = 0;
    private static final int SAMPLES = 1;
    private static final int LENGTH = 2;
    private static final int CRC = 4;
    private static final int REF = 8;

    /// Set in the encoding where the header is a short one: so each chunk says itself how it is to
    /// be read, even where the file's header is damaged.
    private static final int SHORT = 0x80;

    private static final int MAX_VARINT = 5;

    /// The most bytes of a header.
    static final int MAX_HEADER = REF + 2 * MAX_VARINT;

    private static final int LONG_REF = 4;
    private static final int LONG_CRC = 12;
    private static final int LONG_HEADER = 16;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PageLayout() {}

    static void fileHeader(byte[] page, long number) {
        System.arraycopy(MAGIC, 0, page, 0, MAGIC.length);
        page[VERSION_AT] = VERSION;
        LONG.set(page, NUMBER_AT, number);
    }

    /// The bytes before a chunk of a series.
    public static int headerBytes(long ref) {
        return REF + varintBytes((int) ref) + varintBytes((int) (ref >>> 32));
    }

    /// Fills in the header of a chunk that lies [#headerBytes] behind `at`.
    ///
    /// @param encoding the chunk encoding's number, below 128
    public static void finish(
            byte[] page, int at, int encoding, int samples, int length, long ref) {
        page[at + ENCODING] = (byte) (encoding | SHORT);
        page[at + SAMPLES] = (byte) samples;
        page[at + LENGTH] = (byte) length;
        page[at + LENGTH + 1] = (byte) (length >>> 8);
        int p = putVarint(page, at + REF, (int) ref);
        putVarint(page, p, (int) (ref >>> 32));
        INT.set(page, at + CRC, shortCrc(page, at));
    }

    static int encoding(byte[] page, int at) {
        return page[at + ENCODING] & (SHORT - 1);
    }

    static int samples(byte[] page, int at) {
        return page[at + SAMPLES] & 0xff;
    }

    static int length(byte[] page, int at) {
        return page[at + LENGTH] & 0xff | (page[at + LENGTH + 1] & 0xff) << 8;
    }

    static long ref(byte[] page, int at) {
        if (!isShort(page, at)) {
            return (long) LONG.get(page, at + LONG_REF);
        }
        int generationAt = varintEnd(page, at + REF);
        return (long) varint(page, generationAt) << 32 | varint(page, at + REF) & 0xffff_ffffL;
    }

    /// Where a chunk begins whose header is at a place; a header that nobody wrote may give any
    /// place that is not far away.
    static int start(byte[] page, int at) {
        return isShort(page, at) ? varintEnd(page, varintEnd(page, at + REF)) : at + LONG_HEADER;
    }

    /// Where a chunk ends.
    static int end(byte[] page, int at) {
        return start(page, at) + length(page, at);
    }

    /// Whether there is a chunk with its header as it was written.
    ///
    /// @param page with [#MAX_HEADER] bytes behind `at` at least
    /// @param size where the page's chunks end at the latest
    static boolean isWhole(byte[] page, int at, int size) {
        if (encoding(page, at) == 0 || length(page, at) == 0 || end(page, at) > size) {
            return false;
        }
        return isShort(page, at)
                ? (int) INT.get(page, at + CRC) == shortCrc(page, at)
                : (int) INT.get(page, at + LONG_CRC) == longCrc(page, at);
    }

    private static boolean isShort(byte[] page, int at) {
        return (page[at + ENCODING] & SHORT) != 0;
    }

    private static int shortCrc(byte[] page, int at) {
        CRC32C crc = new CRC32C();
        crc.update(page, at, CRC);
        crc.update(page, at + REF, end(page, at) - at - REF);
        return (int) crc.getValue();
    }

    private static int longCrc(byte[] page, int at) {
        CRC32C crc = new CRC32C();
        crc.update(page, at, LONG_CRC);
        crc.update(page, at + LONG_HEADER, length(page, at));
        return (int) crc.getValue();
    }

    private static int varintBytes(int v) {
        return (38 - Integer.numberOfLeadingZeros(v | 1)) / 7;
    }

    private static int putVarint(byte[] b, int at, int v) {
        int rest = v;
        int p = at;
        while ((rest & ~0x7f) != 0) {
            b[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        b[p++] = (byte) rest;
        return p;
    }

    private static int varint(byte[] b, int at) {
        int v = 0;
        for (int p = at, shift = 0; p < varintEnd(b, at); p++, shift += 7) {
            v |= (b[p] & 0x7f) << shift;
        }
        return v;
    }

    /// Behind [#MAX_VARINT] bytes at the latest, whatever they are.
    private static int varintEnd(byte[] b, int at) {
        int p = at;
        while (b[p] < 0 && p < at + MAX_VARINT - 1) {
            p++;
        }
        return p + 1;
    }
}
