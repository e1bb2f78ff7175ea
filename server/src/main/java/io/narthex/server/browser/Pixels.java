package io.narthex.server.browser;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageIO;

/// A picture, row by row.
///
/// @param argb of each pixel, 0xAARRGGBB; pages are opaque
///
/// Thread safety: immutable, as long as nobody changes the array.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pixels(int width, int height, int[] argb) {
    /// Reads a PNG.
    static Pixels read(byte[] png) {
        return of(decode(png));
    }

    /// Reads a PNG and makes it smaller, each pixel the mean of those that it covers.
    ///
    /// @param widest it may be; a narrower picture stays as it is
    static Pixels read(byte[] png, int widest) {
        BufferedImage image = decode(png);
        if (image.getWidth() <= widest) {
            return of(image);
        }
        int height = Math.max(1, Math.round((float) image.getHeight() * widest / image.getWidth()));
        BufferedImage smaller = new BufferedImage(widest, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smaller.createGraphics();
        graphics.drawImage(
                image.getScaledInstance(widest, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return of(smaller);
    }

    private static BufferedImage decode(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            if (image == null) {
                throw new IllegalArgumentException("no picture that can be read");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pixels of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        return new Pixels(
                width,
                height,
                image.getRGB(0, 0, width, height, new int[width * height], 0, width));
    }
}
