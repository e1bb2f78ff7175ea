package io.narthex.http;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// Answers a POST whose body is not a form, such as remote write. Called on a virtual thread, so it
/// may block.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface BodyHandler {
    /// Handles one request.
    ///
    /// @param body the body as it was sent; the handler's own
    Reply handle(Head head, byte[] body);

    /// What a request says before its body.
    interface Head {
        /// The first header of a name in any case, or null.
        @Nullable String header(String name);

        /// The values of a parameter in the URL, in their order.
        List<String> parameters(String name);
    }

    /// What is sent back.
    ///
    /// @param headers beside `Content-Type` and `Content-Length`
    /// @param text plain text, empty for none; a line end is added
    record Reply(int status, Map<String, String> headers, String text) {}
}
