package io.narthex.tsdb.faults;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// Damage to files of blocks that their checksums don't tell of: only the readers' own checks are
/// in the way. See `docs/formats/block.md`.
///
/// Thread safety: stateless.
final class BlockDamage {
    private static final int SEGMENT_HEADER = 8;
    private static final int TOMBSTONES_HEADER = 5;

    /// Bytes that the four behind them are the checksum of.
    private record Checked(int from, int length) {}

    private BlockDamage() {}

    /// Damages one chunk, or the tombstones, and makes the checksum fit.
    static byte[] withFittingChecksum(Path file, byte[] sound, RandomGenerator r) {
        byte[] bytes = sound.clone();
        List<Checked> parts = isTombstones(file) ? tombstones(sound) : chunks(sound);
        Checked part = parts.get(r.nextInt(parts.size()));
        for (int k = r.nextInt(1, 4); k > 0; k--) {
            // The first bytes say how many things follow, so they deserve more damage.
            int bound = r.nextBoolean() ? Math.min(12, part.length) : part.length;
            bytes[part.from + r.nextInt(bound)] = (byte) (r.nextBoolean() ? 0xff : r.nextInt());
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, part.from, part.length);
        ByteBuffer.wrap(bytes).putInt(part.from + part.length, (int) crc.getValue());
        return bytes;
    }

    private static boolean isTombstones(Path file) {
        return file.endsWith("tombstones");
    }

    private static List<Checked> tombstones(byte[] bytes) {
        return List.of(
                new Checked(TOMBSTONES_HEADER, bytes.length - TOMBSTONES_HEADER - Integer.BYTES));
    }

    /// Per chunk its encoding and data, behind their length.
    private static List<Checked> chunks(byte[] bytes) {
        List<Checked> chunks = new ArrayList<>();
        int at = SEGMENT_HEADER;
        while (at < bytes.length) {
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                int b = bytes[at++];
                length |= (b & 0x7f) << shift;
                if (b >= 0) {
                    break;
                }
            }
            chunks.add(new Checked(at, 1 + length));
            at += 1 + length + Integer.BYTES;
        }
        return chunks;
    }

    /// Whether a file has one of the checksums that [#withFittingChecksum] knows.
    static boolean hasChecksum(Path file) {
        return isTombstones(file) || file.resolveSibling("").endsWith("chunks");
    }
}
