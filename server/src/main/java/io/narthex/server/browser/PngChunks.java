package io.narthex.server.browser;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes the parts of a PNG whose pixels are indices of colours.
///
/// Thread safety: for one thread.
final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte INDEXED = 3;
    private static final byte BITS = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PngChunks() {
        out.writeBytes(SIGNATURE);
    }

    void header(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        chunk("IHDR", header.put(BITS).put(INDEXED).array());
    }

    /// @param transparent whether the index behind the last colour is one that shows nothing
    void colors(Palette palette, boolean transparent) {
        int size = palette.size() + (transparent ? 1 : 0);
        byte[] colors = new byte[3 * size];
        byte[] opacity = new byte[size];
        for (int i = 0; i < palette.size(); i++) {
            int color = palette.color(i);
            colors[3 * i] = (byte) (color >> 16);
            colors[3 * i + 1] = (byte) (color >> 8);
            colors[3 * i + 2] = (byte) color;
            opacity[i] = (byte) 0xff;
        }
        chunk("PLTE", colors);
        if (transparent) {
            chunk("tRNS", opacity);
        }
    }

    void chunk(String type, byte[] data) {
        byte[] body = (type + "\0".repeat(data.length)).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(data, 0, body, type.length(), data.length);
        CRC32 crc = new CRC32();
        crc.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    byte[] finish() {
        chunk("IEND", new byte[0]);
        return out.toByteArray();
    }

    /// Compresses indices. Each row begins with a byte that says that it is written as it is: what
    /// helps photographs makes indices longer.
    static byte[] compress(byte[] indices, int width) {
        byte[] rows = new byte[indices.length / width * (width + 1)];
        for (int row = 0; row < indices.length / width; row++) {
            System.arraycopy(indices, row * width, rows, row * (width + 1) + 1, width);
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 14];
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(rows);
            deflater.finish();
            while (!deflater.finished()) {
                compressed.write(piece, 0, deflater.deflate(piece));
            }
        }
        return compressed.toByteArray();
    }
}
