package io.narthex.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.TimeoutError;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One person's visit to the page, with all that the browser complained about.
///
/// Thread safety: for the test's thread, as Playwright is.
final class Visit implements AutoCloseable {
    /// On a busy machine the page may take long; no test decides by speed.
    static final double PATIENCE_MILLIS = 30_000;

    /// The page itself gives a request up when it is left.
    private static final String ABORTED = "net::ERR_ABORTED";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visit(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(message.type() + ": " + message.text());
                    }
                });
        page.onPageError(error -> complaints.add("exception: " + error));
        page.onRequestFailed(
                request -> {
                    if (!ABORTED.equals(request.failure())) {
                        complaints.add(describe(request) + ": " + request.failure());
                    }
                });
        page.onResponse(
                response -> {
                    if (response.status() >= 400) {
                        complaints.add(describe(response.request()) + ": " + response.status());
                    }
                });
    }

    private static String describe(Request request) {
        return request.method() + " " + request.url();
    }

    static Visit open(Browser browser, String url, Viewer viewer) {
        Visit visit = new Visit(browser.newContext(viewer.context()));
        visit.page.navigate(url);
        return visit;
    }

    Page page() {
        return page;
    }

    /// What the browser complained about so far: errors and warnings of the console, exceptions,
    /// requests that failed or were refused.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Waits until a JavaScript expression is true; fails with what the browser complained about.
    void until(String condition) {
        try {
            page.waitForFunction("() => Boolean(" + condition + ")");
        } catch (TimeoutError _) {
            throw new AssertionError(
                    "not within half a minute: " + condition + "\ncomplaints: " + complaints);
        }
    }

    /// Waits until the first element that a CSS selector finds is there and shows a text, which has
    /// no quotes.
    void untilText(String selector, String part) {
        until("document.querySelector('%s')?.innerText.includes('%s')".formatted(selector, part));
    }

    /// Waits until every panel of the dashboard is in a state: `data`, `empty` or `error`.
    void untilPanelsHave(String state) {
        until(
                "document.querySelectorAll('.panel[id^=panel-][data-state=%s]').length === %d"
                        .formatted(state, PageFiles.panels().size()));
    }

    /// Waits until the page has asked the server, and tells what it knows.
    void untilLoaded() {
        until("document.querySelector('#state').textContent.trim() !== ''");
        until("document.querySelector('#page').innerText.trim().length > 20");
    }

    /// Goes to another state of the page without loading it anew, as a link does.
    ///
    /// @param hash another one than before
    void go(String hash) {
        page.evaluate(
                """
                hash => {
                    document.querySelector('#page').firstElementChild.dataset.left = '';
                    location.hash = hash;
                }\
                """,
                hash);
        until(
                "!document.querySelector('#page > [data-left]')"
                        + " && document.querySelector('#page').innerText.trim().length > 20");
    }

    /// The value of a JavaScript expression: a string, number, boolean, list, map, or null.
    Object ask(String expression) {
        return page.evaluate(expression);
    }

    /// The visible text of the first element that a CSS selector finds, or of the whole page for
    /// `body`.
    String text(String selector) {
        return page.locator(selector).first().innerText();
    }

    /// Whether more lies to the right than the window shows.
    boolean scrollsSideways() {
        return (Boolean) ask("document.scrollingElement.scrollWidth > window.innerWidth");
    }

    /// Writes a picture of the window, without what is below it.
    void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /// Writes a picture of the page from top to bottom.
    void wholePicture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    /// Writes picture, HTML and complaints into a folder.
    void keep(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            wholePicture(folder.resolve(name + ".png"));
            Files.writeString(folder.resolve(name + ".html"), page.content());
            Files.write(folder.resolve(name + ".txt"), complaints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
