package io.narthex.tsdb.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Where everything lies in a page file; see `docs/formats/pages.md`.
///
/// ```text
/// file:   4 pages of 256 KiB; the first one starts with
///         0  magic, 7 bytes    7  version    8  number of the file (u64)
/// page:   chunks, one behind the other; then zeros
/// chunk:  0  encoding    1  samples    2  bytes of the chunk (u16)    4  reference (u64)
///         12 CRC-32C of what stands before and of the chunk (u32)     16 the chunk
/// ```
///
/// Thread safety: stateless.
public final class PageLayout {
    /// Below half of the smallest G1 region, so that no page is a humongous object.
    public static final int PAGE_BYTES = 256 << 10;

    /// Bytes before a chunk.
    public static final int CHUNK_HEADER = 16;

    /// A file goes with its last chunk, so half of one is kept in vain on average. Earlier ones
    /// had 16 pages, or 64.
    static final int PAGES_PER_FILE = 4;

    static final long FILE_BYTES = (long) PAGES_PER_FILE * PAGE_BYTES;
    static final byte[] MAGIC = "NARXPAG".getBytes(StandardCharsets.US_ASCII);

    /// From 2 on, there are chunks of distances, which earlier programs would take for damage.
    static final int VERSION = 2;

    static final int VERSION_AT = 7;
    static final int NUMBER_AT = 8;
    static final int FILE_HEADER = 16;

    static final int ENCODING = 0;
    static final int SAMPLES = 1;
    static final int LENGTH = 2;
    static final int REF = 4;
    static final int CRC = 12;

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

    /// Fills in the header of a chunk that lies [#CHUNK_HEADER] bytes behind `at`.
    ///
    /// @param encoding the chunk encoding's number
    public static void finish(
            byte[] page, int at, int encoding, int samples, int length, long ref) {
        page[at + ENCODING] = (byte) encoding;
        page[at + SAMPLES] = (byte) samples;
        page[at + LENGTH] = (byte) length;
        page[at + LENGTH + 1] = (byte) (length >>> 8);
        LONG.set(page, at + REF, ref);
        INT.set(page, at + CRC, crc(page, at));
    }

    static int length(byte[] page, int at) {
        return page[at + LENGTH] & 0xff | (page[at + LENGTH + 1] & 0xff) << 8;
    }

    static long ref(byte[] page, int at) {
        return (long) LONG.get(page, at + REF);
    }

    /// Whether the chunk with its header is as it was written.
    static boolean isWhole(byte[] page, int at) {
        return (int) INT.get(page, at + CRC) == crc(page, at);
    }

    private static int crc(byte[] page, int at) {
        CRC32C crc = new CRC32C();
        crc.update(page, at, CRC);
        crc.update(page, at + CHUNK_HEADER, length(page, at));
        return (int) crc.getValue();
    }
}
