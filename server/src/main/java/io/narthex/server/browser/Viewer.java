package io.narthex.server.browser;

import java.util.Map;

/// Who looks at a page, and on what.
///
/// @param width of the window, in CSS pixels, of which each is one pixel of a picture
/// @param height of the window, in CSS pixels
/// @param theme `light` or `dark`
///
/// Thread safety: immutable.
public record Viewer(int width, int height, String theme) {
    /// Narrower windows are telephones.
    private static final int PHONE = 640;

    /// At a desk, in the light.
    public static final Viewer DESK = new Viewer(1280, 800, "light");

    Map<String, ?> metrics() {
        return Map.of(
                "width", width, "height", height, "deviceScaleFactor", 1, "mobile", width <= PHONE);
    }
}
