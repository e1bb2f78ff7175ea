package io.narthex.server.browser;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes WebM: one video track, a cluster for each key frame, and where the clusters begin, for
/// players that jump.
///
/// An element is its id, its length, and its content; ids and lengths tell by their leading zeros
/// how long they are themselves (EBML, RFC 8794; elements of Matroska, RFC 9559).
///
/// Thread safety: immutable.
///
/// @param width of the video, pixels
/// @param height of the video, pixels
/// @param seconds that it lasts
record WebmWriter(int width, int height, double seconds) {
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int INFO = 0x1549A966;
    private static final int TRACKS = 0x1654AE6B;
    private static final int CUES = 0x1C53BB6B;
    private static final int CLUSTER = 0x1F43B675;

    /// Nanoseconds of a unit of time: all times are milliseconds.
    private static final int MILLI = 1_000_000;

    private static final int KEY = 0x80;

    /// @param chunks in the order of their times; the first is a key frame
    byte[] write(List<Video.Chunk> chunks) {
        List<byte[]> clusters = new ArrayList<>();
        List<Long> begins = new ArrayList<>();
        for (int from = 0; from < chunks.size(); ) {
            int to = from + 1;
            while (to < chunks.size() && !chunks.get(to).key()) {
                to++;
            }
            begins.add(chunks.get(from).micros() / 1000);
            clusters.add(cluster(chunks.subList(from, to)));
            from = to;
        }
        byte[] head = joined(info(), tracks());
        byte[] segment = joined(head, cues(head.length, begins, clusters), joined(clusters));
        return joined(header(), element(SEGMENT, segment));
    }

    private static byte[] header() {
        return element(
                EBML,
                number(0x4286, 1), // version of EBML, and to read it
                number(0x42F7, 1),
                number(0x42F2, 4), // longest id and length
                number(0x42F3, 8),
                text(0x4282, "webm"),
                number(0x4287, 4), // version of the type, and to read it
                number(0x4285, 2));
    }

    private byte[] info() {
        byte[] duration = ByteBuffer.allocate(8).putDouble(seconds * 1000).array();
        return element(
                INFO,
                number(0x2AD7B1, MILLI),
                element(0x4489, duration),
                text(0x4D80, "narthex"), // who writes the file, and who made what is in it
                text(0x5741, "narthex"));
    }

    private byte[] tracks() {
        byte[] video = element(0xE0, number(0xB0, width), number(0xBA, height));
        return element(
                TRACKS,
                element(
                        0xAE,
                        number(0xD7, 1), // its number and id
                        number(0x73C5, 1),
                        number(0x83, 1), // video
                        number(0x9C, 0), // no lacing
                        text(0x86, "V_VP9"),
                        video));
    }

    /// Positions have a fixed length, so that the length of the cues does not depend on them.
    private static byte[] cues(int head, List<Long> begins, List<byte[]> clusters) {
        int length = cues(begins, new long[clusters.size()]).length;
        long[] positions = new long[clusters.size()];
        long position = (long) head + length;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            position += clusters.get(i).length;
        }
        return cues(begins, positions);
    }

    private static byte[] cues(List<Long> begins, long[] positions) {
        List<byte[]> points = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            byte[] place = element(0xB7, number(0xF7, 1), number(0xF1, positions[i]));
            points.add(element(0xBB, number(0xB3, begins.get(i)), place));
        }
        return element(CUES, joined(points));
    }

    private static byte[] cluster(List<Video.Chunk> chunks) {
        long begin = chunks.getFirst().micros() / 1000;
        List<byte[]> parts = new ArrayList<>();
        parts.add(number(0xE7, begin));
        for (Video.Chunk chunk : chunks) {
            ByteBuffer block =
                    ByteBuffer.allocate(4 + chunk.data().length)
                            .put((byte) 0x81) // track 1
                            .putShort((short) (chunk.micros() / 1000 - begin))
                            .put((byte) (chunk.key() ? KEY : 0))
                            .put(chunk.data());
            parts.add(element(0xA3, block.array()));
        }
        return element(CLUSTER, joined(parts));
    }

    private static byte[] number(int id, long value) {
        return element(id, ByteBuffer.allocate(8).putLong(value).array());
    }

    private static byte[] text(int id, String text) {
        return element(id, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int id, byte[]... parts) {
        byte[] content = joined(parts);
        int idBytes = (32 - Integer.numberOfLeadingZeros(id) + 7) / 8;
        ByteBuffer element = ByteBuffer.allocate(idBytes + 8 + content.length);
        for (int i = idBytes - 1; i >= 0; i--) {
            element.put((byte) (id >> 8 * i));
        }
        return element.putLong(1L << 56 | content.length).put(content).array();
    }

    private static byte[] joined(List<byte[]> parts) {
        return joined(parts.toArray(byte[][]::new));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
