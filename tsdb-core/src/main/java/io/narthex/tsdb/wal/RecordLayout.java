package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.ByteWriter;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Where everything lies in a file of records; see `docs/formats/wal.md`.
///
/// ```text
/// file:   0  magic of the kind of file, 7 bytes    7  version    8  number of the file (u64)
///         16 where the file before ends (u64)      24 records, one behind the other
/// record: 0  bytes of the payload (u32)            4  type; 0x80 more if the payload is deflated
///         5  check of the header (u24)             8  things in the payload (u32)
///         12 CRC-32C of the payload (u32)          16 payload
/// ```
///
/// The header has a check of its own, which depends on the record's place in the file. So a reader
/// can find the next record behind damage with one small checksum per byte, and old bytes in the
/// wrong place never pass for a record.
///
/// Thread safety: stateless.
final class RecordLayout {
    static final byte[] WAL_MAGIC = "NARXWAL".getBytes(StandardCharsets.US_ASCII);
    static final byte[] CHECKPOINT_MAGIC = "NARXCKP".getBytes(StandardCharsets.US_ASCII);
    static final int WAL_VERSION = 1;

    /// From 2 on, records may be deflated.
    static final int CHECKPOINT_VERSION = 2;

    static final int VERSION_AT = 7;
    static final int PREVIOUS_END_AT = 16;
    static final int FILE_HEADER = 24;

    static final int LENGTH = 0;
    static final int TYPE = 4;
    static final int ITEMS = 8;
    static final int CRC = 12;
    static final int HEADER = 16;

    /// Added to the type of a record whose payload is a [PackedPayload].
    static final int DEFLATED = 0x80;

    private RecordLayout() {}

    static void fileHeader(
            ByteWriter out, byte[] magic, int version, long number, long previousEnd) {
        out.put(magic, 0, magic.length);
        out.put(version);
        out.putLong(number);
        out.putLong(previousEnd);
    }

    /// Fills in the header of the record that starts at `at` in `out` and ends with it.
    ///
    /// @param position where the record will be in its file
    static void finish(ByteWriter out, int at, RecordType type, int items, long position) {
        finish(out, at, type.id(), items, position);
    }

    /// The same with a type that may be [#DEFLATED].
    static void finish(ByteWriter out, int at, int type, int items, long position) {
        int length = out.size() - at - HEADER;
        out.setInt(at + LENGTH, length);
        out.setInt(at + ITEMS, items);
        out.setInt(at + CRC, crc(out.array(), at + HEADER, length));
        int check = check(length, type, items, position, new CRC32C());
        out.setInt(at + TYPE, type | check << 8);
    }

    /// The low 24 bits of a header's checksum.
    static int check(int length, int type, int items, long position, CRC32C crc) {
        crc.reset();
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            crc.update(length >>> shift);
        }
        crc.update(type);
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            crc.update(items >>> shift);
        }
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            crc.update((int) (position >>> shift));
        }
        return (int) crc.getValue() & 0xffffff;
    }

    static int crc(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }
}
