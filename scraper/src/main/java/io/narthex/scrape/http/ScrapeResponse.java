package io.narthex.scrape.http;

import org.jspecify.annotations.Nullable;

/// A target's answer with status 200.
///
/// @param contentType the header, or null
/// @param body uncompressed; valid until [TargetConnection#release]
/// @param length bytes of the array that belong to the body
public record ScrapeResponse(@Nullable String contentType, byte[] body, int length) {}
