package io.narthex.scrape;

import java.nio.charset.StandardCharsets;

/// FNV-1a over UTF-8 bytes, 64 bits: spreads scrapes over the interval, and stays the same across
/// restarts and releases.
///
/// Thread safety: stateless.
final class Fnv64 {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fnv64() {}

    static long hash(String text) {
        long h = OFFSET_BASIS;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * PRIME;
        }
        return h;
    }
}
