package io.narthex.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Answers a POST whose body is not a form with an answer that may be long, such as remote read.
/// Called on a virtual thread, so it may block.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface StreamingHandler {
    /// Answers one request, through exactly one call of the reply.
    ///
    /// @param body the body as it was sent; the handler's own
    /// @throws IOException if the client does not take the answer
    void handle(byte[] body, Reply reply) throws IOException;

    /// Where the answer goes.
    ///
    /// Thread safety: for one thread.
    interface Reply {
        /// Begins an answer. A write waits until the client has taken enough of what was written
        /// before; closing the stream ends the answer, and one that is not closed looks broken.
        OutputStream begin(int status, Map<String, String> headers) throws IOException;

        /// Sends a plain text as the whole answer; a line end is added.
        void text(int status, String text) throws IOException;
    }
}
