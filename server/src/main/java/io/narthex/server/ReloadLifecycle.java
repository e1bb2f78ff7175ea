package io.narthex.server;

import io.narthex.http.Lifecycle;

import org.jspecify.annotations.Nullable;

/// What requests may ask of the process.
///
/// Thread safety: safe for concurrent calls.
record ReloadLifecycle(ConfigReload configuration, Runnable end) implements Lifecycle {
    @Override
    public @Nullable String reload() {
        return configuration.reload();
    }

    @Override
    public void quit() {
        end.run();
    }
}
