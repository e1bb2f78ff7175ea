package io.narthex.http;

import org.jspecify.annotations.Nullable;

/// What `/-/reload` and `/-/quit` do.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface Lifecycle {
    /// Reads the configuration again and goes on with it.
    ///
    /// @return why not, or null where that was done
    @Nullable String reload();

    /// Asks the process to end; the answer has been sent by then.
    void quit();
}
