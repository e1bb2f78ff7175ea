package io.narthex.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/// Who looks at the page, and on what.
///
/// @param width of the window, in CSS pixels
/// @param height of the window, in CSS pixels
/// @param touch whether it is a phone: no mouse, and the page's own width is the screen's
/// @param language of the browser, such as `ko`
record Viewer(int width, int height, boolean touch, String language) {
    /// At a desk, reading English.
    static final Viewer DESK = new Viewer(1280, 800, false, "en");

    /// The smallest phone that is common, reading English.
    static final Viewer PHONE = new Viewer(390, 844, true, "en");

    /// The same with another language.
    Viewer reading(String other) {
        return new Viewer(width, height, touch, other);
    }

    /// As Playwright wants it: light theme, one device pixel per CSS pixel, so that pictures of the
    /// same page are equal and small.
    Browser.NewContextOptions context() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setHasTouch(touch)
                .setIsMobile(touch)
                .setDeviceScaleFactor(1)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale(language);
    }
}
