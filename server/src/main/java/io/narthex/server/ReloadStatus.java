package io.narthex.server;

import java.time.Instant;

/// How the last attempt to load the configuration went.
///
/// @param successful whether it succeeded
/// @param lastSuccess when an attempt last did
///
/// Thread safety: immutable.
public record ReloadStatus(boolean successful, Instant lastSuccess) {}
