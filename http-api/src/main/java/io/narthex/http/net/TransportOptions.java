package io.narthex.http.net;

import java.time.Duration;

/// Limits of the transport.
///
/// @param maxConnections open at once
/// @param readTimeout to receive a request, and between requests
/// @param writeTimeout for which a client may take no byte
/// @param maxBodyBytes of one request
/// @param maxBufferedBytes of all requests that are being received or handled
public record TransportOptions(
        int maxConnections,
        Duration readTimeout,
        Duration writeTimeout,
        int maxBodyBytes,
        long maxBufferedBytes) {}
