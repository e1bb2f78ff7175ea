package io.narthex.tsdb.faults;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// Files as bad disks and worse luck leave them.
final class Damage {
    private static final int RECORDS_FROM = 24;
    private static final int CHUNKS_FROM = 16;
    private static final int RECORD_HEADER = 16;
    private static final int RECORD_CRC_AT = 12;
    private static final int CRC_AT = 4;
    private static final int REF_AT = 8;

    /// Encodings of chunks of floats, and where the lengths of their time fields and all fields
    /// are; see `docs/formats/chunks.md`.
    private static final byte LFOR = (byte) (0x80 | 0x70);

    private static final byte LFOR_STARTS = (byte) (0x80 | 0x71);
    private static final int TIME_LENGTHS = 6;
    private static final int FIELDS = 7;

    private Damage() {}

    /// Bits flipped, an end cut off, bytes overwritten, moved, doubled or taken out.
    static byte[] of(byte[] sound, RandomGenerator r) {
        byte[] bytes = sound.clone();
        int at = r.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + r.nextInt(r.nextBoolean() ? 8 : 4096));
        switch (r.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << r.nextInt(8));
            case 1 -> Arrays.fill(bytes, at, at + length, (byte) (r.nextBoolean() ? 0xff : 0));
            case 2 -> {
                byte[] noise = new byte[length];
                r.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, length);
            }
            case 3 ->
                    System.arraycopy(
                            sound, r.nextInt(sound.length - length + 1), bytes, at, length);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                return spliced(sound, at, r.nextBoolean() ? length : -length);
            }
        }
        return bytes;
    }

    /// With `by` bytes at a place there twice, or, where that is negative, not at all.
    private static byte[] spliced(byte[] sound, int at, int by) {
        byte[] bytes = new byte[sound.length + by];
        int kept = by < 0 ? at : at + by;
        System.arraycopy(sound, 0, bytes, 0, kept);
        System.arraycopy(sound, kept - by, bytes, kept, bytes.length - kept);
        return bytes;
    }

    /// Damage within one record or chunk, whose checksum is made to fit: only the readers' own
    /// checks are in the way.
    ///
    /// @param chunks whether this is a page file, or one of records
    static byte[] withFittingChecksum(byte[] sound, boolean chunks, RandomGenerator r) {
        ByteBuffer bytes = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> places = chunks ? chunks(bytes) : records(bytes);
        if (places.isEmpty()) {
            return sound;
        }
        int at = places.get(r.nextInt(places.size()));
        int length = length(bytes, at, chunks);
        for (int k = r.nextInt(1, 4); k > 0; k--) {
            // The first bytes say how many things follow, so they deserve more damage.
            int within = r.nextBoolean() ? r.nextInt(Math.min(12, length)) : r.nextInt(length);
            bytes.put(
                    start(bytes, at, chunks) + within,
                    (byte) (r.nextBoolean() ? 0xff : r.nextInt()));
        }
        fit(bytes, at, chunks);
        return bytes.array();
    }

    /// Makes the checksum of a record or chunk fit.
    private static void fit(ByteBuffer bytes, int at, boolean chunk) {
        CRC32C crc = new CRC32C();
        int end = start(bytes, at, chunk) + length(bytes, at, chunk);
        if (chunk) {
            crc.update(bytes.array(), at, CRC_AT);
            crc.update(bytes.array(), at + REF_AT, end - at - REF_AT);
        } else {
            crc.update(bytes.array(), at + RECORD_HEADER, end - at - RECORD_HEADER);
        }
        bytes.putInt(at + (chunk ? CRC_AT : RECORD_CRC_AT), (int) crc.getValue());
    }

    /// Per chunk of floats one page file in which all samples of that chunk have the same time.
    static List<byte[]> withRepeatedTimes(byte[] sound) {
        List<byte[]> files = new ArrayList<>();
        ByteBuffer whole = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : chunks(whole)) {
            int from = start(whole, at, true);
            from += sound[at] == LFOR_STARTS ? 2 + (sound[from] & 0xff) : 0;
            int intervalBytes = sound[from + TIME_LENGTHS] & 15;
            if ((sound[at] == LFOR || sound[at] == LFOR_STARTS) && intervalBytes > 0) {
                byte[] bytes = sound.clone();
                int interval = from + FIELDS + (sound[from + TIME_LENGTHS] >>> 4 & 15);
                Arrays.fill(bytes, interval, interval + intervalBytes, (byte) 0);
                fit(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), at, true);
                files.add(bytes);
            }
        }
        return files;
    }

    /// Per chunk of another series than the first chunk's one page file in which it belongs to that
    /// series too.
    static List<byte[]> withStrangersChunks(byte[] sound) {
        List<byte[]> files = new ArrayList<>();
        List<Integer> places = chunks(ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN));
        for (int at : places) {
            ByteBuffer bytes = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
            int first = places.getFirst();
            int n = start(bytes, first, true) - first - REF_AT;
            boolean fits = start(bytes, at, true) - at - REF_AT == n;
            if (fits && !bytes.slice(at + REF_AT, n).equals(bytes.slice(first + REF_AT, n))) {
                bytes.put(at + REF_AT, sound, first + REF_AT, n);
                fit(bytes, at, true);
                files.add(bytes.array());
            }
        }
        return files;
    }

    /// Whether damage to a file of records took away whole ones at its end, and nothing else.
    static boolean isCutBetweenRecords(byte[] sound, byte[] damaged) {
        ByteBuffer bytes = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        return Arrays.mismatch(sound, damaged) == damaged.length
                && (damaged.length <= RECORDS_FROM || records(bytes).contains(damaged.length));
    }

    private static List<Integer> records(ByteBuffer bytes) {
        List<Integer> places = new ArrayList<>();
        int at = RECORDS_FROM;
        while (at + RECORD_HEADER <= bytes.limit()) {
            int length = length(bytes, at, false);
            if (length > 0) {
                places.add(at);
            }
            at += RECORD_HEADER + length;
        }
        return places;
    }

    /// Of the first page.
    private static List<Integer> chunks(ByteBuffer bytes) {
        List<Integer> places = new ArrayList<>();
        int at = CHUNKS_FROM;
        while (at + REF_AT < bytes.limit() && length(bytes, at, true) > 0) {
            places.add(at);
            at = start(bytes, at, true) + length(bytes, at, true);
        }
        return places;
    }

    /// Where what the header is of begins: behind the two varints of the reference, or behind the
    /// header of a record.
    private static int start(ByteBuffer bytes, int at, boolean chunk) {
        if (!chunk) {
            return at + RECORD_HEADER;
        }
        int p = at + REF_AT;
        for (int varints = 0; varints < 2; p++) {
            varints += bytes.get(p) >= 0 ? 1 : 0;
        }
        return p;
    }

    private static int length(ByteBuffer bytes, int at, boolean chunk) {
        return chunk ? bytes.getShort(at + 2) & 0xffff : bytes.getInt(at);
    }
}
