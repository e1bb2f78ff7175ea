package io.narthex.scrape;

import java.util.Locale;

/// How the last scrape of a target ended.
public enum TargetHealth {
    /// Not scraped yet.
    UNKNOWN,
    /// Scraped and stored.
    UP,
    /// The scrape failed.
    DOWN;

    /// The word that the HTTP API uses.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
