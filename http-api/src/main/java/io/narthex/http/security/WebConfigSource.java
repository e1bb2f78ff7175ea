package io.narthex.http.security;

/// Where the protection of the server is read, at every request and every handshake.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface WebConfigSource {
    /// No protection.
    WebConfigSource OPEN = () -> WebConfig.OPEN;

    /// What holds now. Must be cheap, and the same object as before where nothing has changed.
    ///
    /// @throws WebConfigException if it can't be known: nobody is let in then
    WebConfig current() throws WebConfigException;
}
