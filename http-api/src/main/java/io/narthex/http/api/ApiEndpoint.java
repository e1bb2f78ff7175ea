package io.narthex.http.api;

/// Computes the answer of one API path.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
interface ApiEndpoint {
    ApiResponse answer(ApiRequest request) throws ApiException;
}
