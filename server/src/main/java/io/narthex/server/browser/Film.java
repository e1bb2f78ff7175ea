package io.narthex.server.browser;

import io.narthex.server.json.Json;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Films what a page shows, in the time it takes; Chromium hands over what it draws whenever
/// something changed.
///
/// Thread safety: for one thread.
public final class Film {
    /// Ten pictures per second are as many as a page of numbers needs.
    private static final long LEAST_MICROS = 100_000;

    private final Tab tab;
    private final BlockingQueue<Json> drawn = new LinkedBlockingQueue<>();
    private final List<FilmFrame> frames = new ArrayList<>();
    private long begin;

    private Film(Tab tab) {
        this.tab = tab;
    }

    /// What a visitor does.
    ///
    /// @param at since the film began
    /// @param url to go to; or `scroll:` and a selector, to an element of the page
    public record Step(Duration at, String url) {
        private static final String SCROLL = "scroll:";

        /// Whether the visitor stays on the page.
        public boolean isScroll() {
            return url.startsWith(SCROLL);
        }

        /// The same at another address.
        public Step to(String other) {
            return new Step(at, other);
        }

        private void take(Tab tab) throws BrowserException, InterruptedException {
            if (!isScroll()) {
                tab.go(url);
                return;
            }
            String selector = url.substring(SCROLL.length());
            String found =
                    tab.evaluate(
                                    """
                                    ((e) => {
                                      e?.scrollIntoView({behavior: 'smooth', block: 'center'});
                                      return e ? 'found' : '';
                                    })(document.querySelector(%s))\
                                    """
                                            .formatted(Tab.quoted(selector)))
                            .text();
            if (found.isEmpty()) {
                throw new BrowserException(
                        "The page has no " + selector + " to scroll to; name another element");
            }
        }
    }

    /// Films.
    ///
    /// @param tab that shows the first page
    /// @param steps that are taken meanwhile
    /// @return frames, the first at 0; the last stays until the end
    public static List<FilmFrame> record(Tab tab, Duration length, List<Step> steps)
            throws BrowserException, InterruptedException {
        return new Film(tab).run(length, steps);
    }

    private List<FilmFrame> run(Duration length, List<Step> steps)
            throws BrowserException, InterruptedException {
        tab.listen("Page.screencastFrame", drawn::add);
        frames.add(new FilmFrame(0, tab.picture()));
        begin = System.nanoTime();
        tab.call("Page.startScreencast", Map.of("format", "png"));
        Deque<Step> rest =
                new ArrayDeque<>(steps.stream().sorted(Comparator.comparing(Step::at)).toList());
        for (long now = 0; now < length.toNanos(); now = System.nanoTime() - begin) {
            Step next = rest.peekFirst();
            if (next != null && next.at().toNanos() <= now) {
                rest.removeFirst().take(tab);
                continue;
            }
            long until = next == null ? length.toNanos() : next.at().toNanos();
            Json frame = drawn.poll(Math.min(until, length.toNanos()) - now, TimeUnit.NANOSECONDS);
            if (frame != null) {
                take(frame);
            }
        }
        tab.call("Page.stopScreencast", Map.of());
        return List.copyOf(frames);
    }

    /// Of frames that follow fast, the last one is kept, which stays.
    private void take(Json frame) throws BrowserException, InterruptedException {
        tab.call("Page.screencastFrameAck", Map.of("sessionId", frame.at("sessionId").number()));
        long micros = (System.nanoTime() - begin) / 1000;
        int last = frames.size() - 1;
        if (last >= 1 && frames.get(last).micros() - frames.get(last - 1).micros() < LEAST_MICROS) {
            frames.removeLast();
        }
        frames.add(new FilmFrame(micros, Base64.getDecoder().decode(frame.at("data").text())));
    }
}
