package io.narthex.server.browser;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A small animated picture (APNG), which browsers show as they show any picture; what can't play
/// it shows its first frame.
///
/// Of each frame only the rectangle that changed is kept, and of that only the pixels that did.
///
/// Thread safety: stateless.
public final class MovingPicture {
    /// Bytes; more is too much for a page that shows it among others.
    public static final int MOST_BYTES = 1_500_000;

    private static final int WIDEST = 800;

    /// Between two frames, the first that fits is taken.
    private static final int[] PAUSES_MILLIS = {500, 1000, 2000, 4000, 8000};

    private MovingPicture() {}

    /// Makes one that repeats for ever.
    ///
    /// @param frames of a film, at least one, all of the same size
    /// @param seconds that the film lasts
    /// @throws BrowserException if it would be too large whatever is left out
    public static byte[] of(List<FilmFrame> frames, double seconds) throws BrowserException {
        int last = 0;
        for (int pause : PAUSES_MILLIS) {
            byte[] picture = new Strip(thinned(frames, pause), seconds).write();
            if (picture.length <= MOST_BYTES) {
                return picture;
            }
            last = picture.length;
        }
        throw new BrowserException(
                "The animated picture would have %,d bytes, and at most %,d are good; film less of it"
                                .formatted(last, MOST_BYTES)
                        + " with --seconds or --size");
    }

    /// At most one frame within a pause, the last one of it.
    private static List<FilmFrame> thinned(List<FilmFrame> frames, int pause) {
        List<FilmFrame> kept = new ArrayList<>();
        long slot = Long.MIN_VALUE;
        for (FilmFrame frame : frames) {
            long own = frame.micros() / (pause * 1000L);
            if (own == slot) {
                kept.removeLast();
            }
            kept.add(frame);
            slot = own;
        }
        return kept;
    }

    /// Frames over one palette.
    private static final class Strip {
        private final List<FilmFrame> frames;
        private final double seconds;
        private final Palette palette;
        private int sequence;

        Strip(List<FilmFrame> frames, double seconds) {
            this.frames = frames;
            this.seconds = seconds;
            Map<Integer, Integer> counts = new HashMap<>();
            for (int i = 0; i < frames.size(); i++) {
                Palette.count(pixels(i).argb(), counts);
            }
            palette = Palette.of(counts);
        }

        /// Read as often as it is needed: all of them would fill the heap.
        private Pixels pixels(int frame) {
            return Pixels.read(frames.get(frame).png(), WIDEST);
        }

        byte[] write() {
            Pixels first = pixels(0);
            int width = first.width();
            int height = first.height();
            PngChunks out = new PngChunks();
            out.header(width, height);
            out.chunk("acTL", ByteBuffer.allocate(8).putInt(frames.size()).putInt(0).array());
            out.colors(palette, true);
            byte[] before = new byte[0];
            for (int i = 0; i < frames.size(); i++) {
                byte[] indices = indices(pixels(i));
                if (i == 0) {
                    control(out, new Area(0, 0, width, height), i);
                    out.chunk("IDAT", PngChunks.compress(indices, width));
                } else {
                    Area area = Area.changed(before, indices, width);
                    control(out, area, i);
                    byte[] part = area.cut(before, indices, width, palette.size());
                    byte[] data = PngChunks.compress(part, area.width());
                    ByteBuffer chunk = ByteBuffer.allocate(4 + data.length);
                    out.chunk("fdAT", chunk.putInt(sequence++).put(data).array());
                }
                before = indices;
            }
            return out.finish();
        }

        private byte[] indices(Pixels picture) {
            byte[] indices = new byte[picture.argb().length];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (byte) palette.indexOf(picture.argb()[i]);
            }
            return indices;
        }

        /// Where a frame is drawn, over the one before, and how long it stays.
        private void control(PngChunks out, Area area, int frame) {
            double until =
                    frame + 1 < frames.size() ? frames.get(frame + 1).micros() / 1e6 : seconds;
            // A frame that stays no time would stay as long as the player likes.
            long millis =
                    Math.max(20, Math.round((until - frames.get(frame).micros() / 1e6) * 1e3));
            ByteBuffer control =
                    ByteBuffer.allocate(26)
                            .putInt(sequence++)
                            .putInt(area.width())
                            .putInt(area.height())
                            .putInt(area.x())
                            .putInt(area.y())
                            .putShort((short) Math.min(millis, 65_535))
                            .putShort((short) 1000)
                            .put((byte) 0)
                            .put((byte) (frame == 0 ? 0 : 1));
            out.chunk("fcTL", control.array());
        }
    }

    /// A rectangle of a picture.
    private record Area(int x, int y, int width, int height) {
        /// The least that holds all that changed, at least one pixel.
        static Area changed(byte[] before, byte[] now, int width) {
            int left = width;
            int right = -1;
            int top = -1;
            int bottom = -1;
            for (int row = 0; row < now.length / width; row++) {
                int from = row * width;
                int first = Arrays.mismatch(before, from, from + width, now, from, from + width);
                if (first < 0) {
                    continue;
                }
                int last = width - 1;
                while (before[from + last] == now[from + last]) {
                    last--;
                }
                left = Math.min(left, first);
                right = Math.max(right, last);
                top = top < 0 ? row : top;
                bottom = row;
            }
            return right < 0
                    ? new Area(0, 0, 1, 1)
                    : new Area(left, top, right - left + 1, bottom - top + 1);
        }

        /// @param same the index of pixels that did not change
        byte[] cut(byte[] before, byte[] now, int whole, int same) {
            byte[] part = new byte[width * height];
            for (int i = 0; i < part.length; i++) {
                int at = (y + i / width) * whole + x + i % width;
                part[i] = before[at] == now[at] ? (byte) same : now[at];
            }
            return part;
        }
    }
}
