package io.narthex.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

class PaletteTest {
    private static Palette of(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        Palette.count(pixels, counts);
        return Palette.of(counts);
    }

    private static int distance(int a, int b) {
        return IntStream.of(0, 8, 16)
                .map(shift -> Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)))
                .max()
                .orElseThrow();
    }

    @Test
    void fewColors_areKept() {
        int[] pixels =
                IntStream.range(0, Palette.MOST).map(i -> 0xff000000 | i * 0x10203).toArray();
        Palette palette = of(pixels);
        assertThat(palette.size()).isEqualTo(Palette.MOST);
        for (int pixel : pixels) {
            assertThat(palette.color(palette.indexOf(pixel))).isEqualTo(pixel & 0xffffff);
        }
    }

    /// A ground, and 4,096 colours that are there once each: the ground stays, the others become
    /// neighbours.
    @Test
    void manyColors_areReplacedByNeighbours() {
        int[] pixels = new int[3 * 4096];
        for (int i = 0; i < 4096; i++) {
            pixels[i] = (i & 15) * 0x110000 + (i >> 4 & 15) * 0x1100 + (i >> 8) * 0x11;
            pixels[4096 + i] = 0xf4f5f6;
            pixels[8192 + i] = 0xf4f5f6;
        }
        Palette palette = of(pixels);
        assertThat(palette.size()).isBetween(100, Palette.MOST);
        assertThat(palette.color(palette.indexOf(0xf4f5f6))).isEqualTo(0xf4f5f6);
        for (int pixel : pixels) {
            assertThat(distance(palette.color(palette.indexOf(pixel)), pixel)).isLessThan(80);
        }
    }
}
