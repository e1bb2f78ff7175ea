package io.narthex.http.api;

import java.io.IOException;

/// Answers the requests of one path with something else than the API's JSON.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
interface RawEndpoint {
    /// Sends the answer through the request's exchange.
    ///
    /// @throws ApiException before anything was sent; it is answered like those of the API
    void answer(ApiRequest request) throws ApiException, IOException;
}
