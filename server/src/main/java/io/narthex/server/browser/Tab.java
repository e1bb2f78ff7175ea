package io.narthex.server.browser;

import io.narthex.server.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A page that is shown.
///
/// Thread safety: safe for concurrent calls.
public final class Tab {
    private static final String QUIET = resource("quiet.js");

    private final DevTools devTools;
    private final String session;

    private Tab(DevTools devTools, String session) {
        this.devTools = devTools;
        this.session = session;
    }

    static Tab create(DevTools devTools, Viewer viewer)
            throws BrowserException, InterruptedException {
        Json target = devTools.call(null, "Target.createTarget", Map.of("url", "about:blank"));
        Json attached =
                devTools.call(
                        null,
                        "Target.attachToTarget",
                        Map.of("targetId", target.at("targetId").text(), "flatten", true));
        Tab tab = new Tab(devTools, attached.at("sessionId").text());
        tab.call("Page.enable", Map.of());
        tab.call("Emulation.setDeviceMetricsOverride", viewer.metrics());
        Map<String, String> theme = Map.of("name", "prefers-color-scheme", "value", viewer.theme());
        tab.call("Emulation.setEmulatedMedia", Map.of("features", List.of(theme)));
        return tab;
    }

    /// A file beside this class.
    static String resource(String name) {
        try (InputStream in = Tab.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("BUG: " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Json call(String method, Map<String, ?> parameters)
            throws BrowserException, InterruptedException {
        return devTools.call(session, method, parameters);
    }

    void listen(String event, Consumer<Json> listener) {
        devTools.listen(session, event, listener);
    }

    /// Goes to another page, or to another place of the same.
    ///
    /// @throws BrowserException if nobody answers there
    public void go(String url) throws BrowserException, InterruptedException {
        Json answer = call("Page.navigate", Map.of("url", url));
        if (!answer.at("errorText").isMissing()) {
            throw new BrowserException(
                    url
                            + " can't be opened ("
                            + answer.at("errorText").text()
                            + "); name a page of a running server with --url=URL");
        }
    }

    /// Shows a document that is nowhere else.
    public void show(String html) throws BrowserException, InterruptedException {
        Json tree = call("Page.getFrameTree", Map.of()).at("frameTree");
        call(
                "Page.setDocumentContent",
                Map.of("frameId", tree.at("frame").at("id").text(), "html", html));
    }

    /// The value of a JavaScript expression; of a promise what it promises.
    ///
    /// @throws BrowserException if it throws, with what
    Json evaluate(String expression) throws BrowserException, InterruptedException {
        Json answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        Json thrown = answer.at("exceptionDetails");
        if (!thrown.isMissing()) {
            String what = thrown.at("exception").at("description").text();
            throw new BrowserException(what.isEmpty() ? thrown.at("text").text() : what);
        }
        return answer.at("result").at("value");
    }

    /// Waits until the page shows what it has: its first answers are there, panels have data, and
    /// nothing moves. A page that never comes to rest is taken as it is.
    ///
    /// @param patience at most 50 s
    /// @throws BrowserException if there is nothing to see by then, with what is missing
    public void awaitQuiet(Duration patience) throws BrowserException, InterruptedException {
        String missing = evaluate("(" + QUIET + ")(" + patience.toMillis() + ")").text();
        if (!missing.isEmpty()) {
            throw new BrowserException(
                    "After %d s the page %s; is it the right one, and does its server have data?"
                            .formatted(patience.toSeconds(), missing));
        }
    }

    /// A picture of the window, as PNG.
    public byte[] picture() throws BrowserException, InterruptedException {
        return picture(Map.of());
    }

    /// A picture of all of the page, however long it is, as PNG.
    public byte[] wholePicture() throws BrowserException, InterruptedException {
        return picture(box(call("Page.getLayoutMetrics", Map.of()).at("cssContentSize")));
    }

    /// A picture of a part of the page, as PNG.
    ///
    /// @param selector the first element that it matches is the part
    /// @throws BrowserException if there is none
    public byte[] picture(String selector) throws BrowserException, InterruptedException {
        Json box =
                evaluate(
                        """
                        (() => {
                          const box = document.querySelector(%s)?.getBoundingClientRect();
                          return box && {x: box.x + scrollX, y: box.y + scrollY,
                            width: box.width, height: box.height};
                        })()\
                        """
                                .formatted(quoted(selector)));
        if (box.isMissing() || box.at("width").number() == 0) {
            throw new BrowserException("The page shows no " + selector + "; name another element");
        }
        return picture(box(box));
    }

    private static Map<String, Object> box(Json box) {
        Map<String, Object> clip = new HashMap<>(Map.of("scale", 1));
        for (String side : List.of("x", "y", "width", "height")) {
            clip.put(side, box.at(side).number());
        }
        return Map.of("clip", clip, "captureBeyondViewport", true);
    }

    private byte[] picture(Map<String, Object> part) throws BrowserException, InterruptedException {
        Map<String, Object> parameters = new HashMap<>(part);
        parameters.put("format", "png");
        return bytes(call("Page.captureScreenshot", parameters));
    }

    /// The page as it is printed, as PDF.
    public byte[] print() throws BrowserException, InterruptedException {
        return bytes(call("Page.printToPDF", Map.of("printBackground", true)));
    }

    private static byte[] bytes(Json answer) {
        return Base64.getDecoder().decode(answer.at("data").text());
    }

    /// Closes it.
    public void close() throws BrowserException, InterruptedException {
        call("Page.close", Map.of());
    }

    /// A text as JavaScript writes it.
    static String quoted(String text) {
        String object = Json.write(Map.of("text", text));
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }
}
