package io.narthex.server;

import io.narthex.server.config.ConfigDefaults;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/// How a running server comes to another configuration.
///
/// @param file the configuration file; null where there is none, and so nothing to reload
/// @param defaults of keys that the file does not have
/// @param every how often the files are looked at; null for never
/// @param quit ends the process on request over HTTP; null where `/-/reload` and `/-/quit` are off
///
/// Thread safety: immutable.
public record ReloadOptions(
        @Nullable Path file,
        ConfigDefaults defaults,
        @Nullable Duration every,
        @Nullable Runnable quit) {
    /// The configuration stays as it is.
    public static final ReloadOptions NONE =
            new ReloadOptions(null, ConfigDefaults.USUAL, null, null);
}
