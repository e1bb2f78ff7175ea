package io.narthex.server.browser;

import io.narthex.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Makes videos (WebM with VP9), encoded by Chromium, which every browser plays.
///
/// Thread safety: stateless.
public final class Video {
    /// Bytes that a video should have at most.
    public static final int MOST_BYTES = 4_000_000;

    /// A page of numbers needs no more; bits per second.
    private static final int MOST_RATE = 1_000_000;

    /// A player can begin at these only.
    private static final long KEY_MICROS = 10_000_000;

    private Video() {}

    /// An encoded frame.
    ///
    /// @param micros since the begin
    /// @param key whether it needs none before it
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Chunk(long micros, boolean key, byte[] data) {}

    /// Makes one.
    ///
    /// @param frames of a film, at least one
    /// @param seconds that the film lasts
    /// @throws BrowserException if this Chromium can't encode
    public static byte[] of(Chromium chromium, List<FilmFrame> frames, double seconds)
            throws BrowserException, InterruptedException {
        Pixels first = Pixels.read(frames.getFirst().png());
        // The encoder halves both sides for colours.
        int width = first.width() & ~1;
        int height = first.height() & ~1;
        Tab tab = encoder(chromium);
        // A half is left for what the encoder can't hold.
        double rate = Math.min(MOST_RATE, MOST_BYTES * 8 * 0.5 / seconds);
        // It shares the rate among as many frames as it expects, which are few here.
        long perSecond = Math.max(1, Math.round(frames.size() / seconds));
        tab.evaluate("begin(%d, %d, %d, %d)".formatted(width, height, (long) rate, perSecond));
        List<Chunk> chunks = new ArrayList<>();
        long key = -KEY_MICROS;
        for (int i = 0; i < frames.size(); i++) {
            boolean isKey = frames.get(i).micros() - key >= KEY_MICROS;
            key = isKey ? frames.get(i).micros() : key;
            add(tab, frames.get(i).png(), frames.get(i).micros(), isKey);
            take(tab, "chunks()", chunks);
        }
        // Players show a frame until the next one comes, and the last one not at all.
        add(tab, frames.getLast().png(), (long) (seconds * 1e6), false);
        take(tab, "end()", chunks);
        tab.close();
        return new WebmWriter(width, height, seconds).write(chunks);
    }

    /// Encoders are for pages of trusted origins only, as files of this machine are.
    private static Tab encoder(Chromium chromium) throws BrowserException, InterruptedException {
        Path page = chromium.profile().resolve("encoder.html");
        try {
            Files.writeString(
                    page, "<!doctype html><script>" + Tab.resource("encoder.js") + "</script>");
        } catch (IOException e) {
            throw new BrowserException(page + " can't be written: " + e);
        }
        Tab tab = chromium.open(page.toUri().toString(), Viewer.DESK);
        tab.evaluate("new Promise(r => document.readyState === 'complete' ? r() : onload = r)");
        return tab;
    }

    private static void add(Tab tab, byte[] png, long micros, boolean key)
            throws BrowserException, InterruptedException {
        String data = Base64.getEncoder().encodeToString(png);
        tab.evaluate("add('%s', %d, %b)".formatted(data, micros, key));
    }

    private static void take(Tab tab, String expression, List<Chunk> chunks)
            throws BrowserException, InterruptedException {
        for (Json chunk : tab.evaluate(expression).items()) {
            chunks.add(
                    new Chunk(
                            (long) chunk.at("micros").number(),
                            chunk.at("key").text().equals("true"),
                            Base64.getDecoder().decode(chunk.at("data").text())));
        }
    }
}
