package io.narthex.server.browser;

import java.util.HashMap;
import java.util.Map;

/// Makes pictures of pages small.
///
/// Thread safety: stateless.
public final class PngPicture {
    private PngPicture() {}

    /// The same picture with few colours, in half of the bytes or less.
    ///
    /// @param png of a page
    public static byte[] small(byte[] png) {
        Pixels pixels = Pixels.read(png);
        Map<Integer, Integer> counts = new HashMap<>();
        Palette.count(pixels.argb(), counts);
        Palette palette = Palette.of(counts);
        byte[] indices = new byte[pixels.argb().length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (byte) palette.indexOf(pixels.argb()[i]);
        }
        PngChunks out = new PngChunks();
        out.header(pixels.width(), pixels.height());
        out.colors(palette, false);
        out.chunk("IDAT", PngChunks.compress(indices, pixels.width()));
        return out.finish();
    }
}
