package io.narthex.remote;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;

/// Where the answer to a remote read request goes: to exactly one of its methods.
///
/// Thread safety: for one thread.
public interface ReadReply {
    /// Begins an answer of status 200. Closing the stream ends it; a stream that is not closed must
    /// look broken to the client.
    ///
    /// @param contentEncoding null for none
    OutputStream begin(String contentType, @Nullable String contentEncoding) throws IOException;

    /// Refuses the request.
    void refuse(int status, String reason) throws IOException;
}
