package io.narthex.client;

import java.net.URI;
import java.time.Duration;

/// What sends requests for tokens; who asks targets asks for tokens in the same way.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface TokenTransport {
    /// An answer, whatever it says.
    ///
    /// @param status code and words, such as `401 Unauthorized`
    /// @param contentType the header, or empty
    record Answer(int code, String status, String contentType, String body) {}

    /// Posts a form and waits for the answer.
    ///
    /// @param session how the token's server is asked
    /// @param form in the encoding of URLs
    /// @param patience longest wait
    /// @throws CredentialsException if there is no answer; its remedy may be empty
    Answer post(ClientSession session, URI url, String form, Duration patience)
            throws CredentialsException, InterruptedException;
}
