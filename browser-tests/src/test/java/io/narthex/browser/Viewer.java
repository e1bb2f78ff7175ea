package io.narthex.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/// Who looks at the page, and on what.
///
/// @param width of the window, in CSS pixels
/// @param height of the window, in CSS pixels
/// @param touch whether it is a phone: no mouse, and the page's own width is the screen's
/// @param language of the browser, such as `ko`
/// @param zone of the browser, such as `Asia/Seoul`
record Viewer(int width, int height, boolean touch, String language, String zone) {
    /// At a desk, reading English.
    static final Viewer DESK = new Viewer(1280, 800, false, "en", "UTC");

    /// The smallest phone that is common, reading English.
    static final Viewer PHONE = new Viewer(390, 844, true, "en", "UTC");

    /// The same with another language.
    Viewer reading(String other) {
        return new Viewer(width, height, touch, other, zone);
    }

    /// The same in another zone.
    Viewer in(String other) {
        return new Viewer(width, height, touch, language, other);
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
                .setTimezoneId(zone)
                .setLocale(language);
    }
}
